package org.airlog.ingest.batch;

/** Why something acknowledged is parked and not stored. The {@link #label()} is in the parked record's header. */
public enum ParkReason {
    /** The bytes are no record that this program reads. */
    UNDECODABLE("undecodable"),
    /** An unsigned observation differs from what is stored for its sensor and time. */
    CONFLICT("conflict"),
    /** The database cannot hold it. */
    UNSTORABLE("unstorable");

    private final String label;

    ParkReason(String label) {
        this.label = label;
    }

    /** The stable word. */
    public String label() {
        return label;
    }
}
