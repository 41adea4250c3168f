package org.airlog.ingest.batch;

import java.time.Instant;

/** What makes a row the same row: one life of a sensor, and the instant. Ordered by time: chunk after chunk. */
public record RowKey(SensorKey sensor, Instant time) implements Comparable<RowKey> {

    @Override
    public int compareTo(RowKey other) {
        // Written out, because every row of every batch is sorted by it.
        int byTime = time.compareTo(other.time);
        return byTime != 0 ? byTime : sensor.compareTo(other.sensor);
    }
}
