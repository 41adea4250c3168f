package org.airlog.ingest.batch;

import java.time.Instant;
import java.util.Comparator;

/** What makes a row the same row: one life of a sensor, and the instant. Ordered by time: chunk after chunk. */
public record RowKey(SensorKey sensor, Instant time) implements Comparable<RowKey> {

    private static final Comparator<RowKey> ORDER =
            Comparator.comparing(RowKey::time).thenComparing(RowKey::sensor);

    @Override
    public int compareTo(RowKey other) {
        return ORDER.compare(this, other);
    }
}
