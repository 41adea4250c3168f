package org.airlog.ingest.timescale;

/** What a database is, as far as it matters for storing: every query works on all three. */
public enum Edition {
    /** PostgreSQL without TimescaleDB: plain tables. */
    NONE("none"),
    /** TimescaleDB under the Apache licence: hypertables. */
    APACHE("apache"),
    /** TimescaleDB under its community licence: hypertables, and compression. */
    COMMUNITY("community");

    private final String label;

    Edition(String label) {
        this.label = label;
    }

    /** As metrics and commands call it. */
    public String label() {
        return label;
    }
}
