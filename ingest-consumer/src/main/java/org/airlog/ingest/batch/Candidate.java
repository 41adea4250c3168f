package org.airlog.ingest.batch;

/** An arrival with the row it asks for, its names resolved to columns. */
public record Candidate(Arrival arrival, RowKey key, Row row) {

    /** Resolves the names of {@code arrival} by {@code columns}. */
    public static Candidate of(Arrival arrival, Columns columns) {
        return new Candidate(arrival, arrival.key(), Row.of(arrival.record(), arrival.index(), columns));
    }
}
