package org.airlog.observation;

/** How far the origin of an observation is known. The {@link #code} is on the wire and never changes. */
public enum Trust {
    /** Unsigned, by a SUID that nobody registered. */
    ROGUE(0, "rogue"),
    /** By a device that cannot sign: an upload or a firmware dialect. */
    LEGACY(1, "legacy"),
    /** Signed with the secret of a sensor that registered itself. */
    SIGNED(2, "signed"),
    /** Signed with the secret of a sensor that an operator provisioned or approved. */
    CERTIFIED(3, "certified");

    private final int code;
    private final String label;

    Trust(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The word in the database and in the API. */
    public String label() {
        return label;
    }

    /** Whether a signature stands behind it. */
    public boolean isSigned() {
        return this == SIGNED || this == CERTIFIED;
    }
}
