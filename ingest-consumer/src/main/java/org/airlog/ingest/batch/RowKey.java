package org.airlog.ingest.batch;

import java.time.Instant;

/** What makes a row the same row: one life of a sensor, and the instant. */
public record RowKey(SensorKey sensor, Instant time) {

    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** 2^64 divided by the golden ratio: multiplicative hashing after Knuth. */
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    /** Times of a sensor differ by round numbers, whose own hash codes fall into few buckets: multiplied they spread. */
    @Override
    public int hashCode() {
        long mixed = (time.getEpochSecond() * NANOS_PER_SECOND + time.getNano() + sensor.hashCode()) * GOLDEN_RATIO;
        return (int) (mixed >>> Integer.SIZE);
    }
}
