package org.airlog.resilience.site;

/**
 * The made-up next version of the records of observations: as version 1, but for its number and for a nil behind it, so that a
 * reader of version 1 that guessed would read it wrong. The release that writes it reads both; the check does by this.
 */
final class NextFormat {

    private static final byte ARRAY_OF_6 = (byte) 0x96;
    private static final byte VERSION_1 = 1;
    private static final byte VERSION_2 = 2;
    private static final int BEHIND_VERSION = 3;

    private NextFormat() {}

    /** {@code record} in version 1, whichever it is in. */
    static byte[] asVersion1(byte[] record) {
        if (record.length <= BEHIND_VERSION || record[1] != VERSION_2) {
            return record;
        }
        var known = new byte[record.length - 1];
        known[0] = ARRAY_OF_6;
        known[1] = VERSION_1;
        System.arraycopy(record, BEHIND_VERSION, known, 2, record.length - BEHIND_VERSION);
        return known;
    }
}
