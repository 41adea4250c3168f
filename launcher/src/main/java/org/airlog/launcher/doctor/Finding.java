package org.airlog.launcher.doctor;

/**
 * What a check has found.
 *
 * @param check what was looked at, a word
 * @param found what is so; never a secret
 * @param remedy what to do about it; empty where all is well
 */
record Finding(Level level, String check, String found, String remedy) {

    /** How bad it is. */
    enum Level {
        /** As it should be. */
        OK("ok"),
        /** It works, yet somebody should know. */
        WARN("warn"),
        /** It does not work, or breaks a promise. */
        FAIL("fail");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Finding ok(String check, String found) {
        return new Finding(Level.OK, check, found, "");
    }

    static Finding warn(String check, String found, String remedy) {
        return new Finding(Level.WARN, check, found, remedy);
    }

    static Finding fail(String check, String found, String remedy) {
        return new Finding(Level.FAIL, check, found, remedy);
    }
}
