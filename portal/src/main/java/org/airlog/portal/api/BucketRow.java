package org.airlog.portal.api;

import java.time.Instant;
import java.util.Optional;

/**
 * The readings of one type in one bucket, at least one.
 *
 * @param type public name
 * @param start of the bucket
 * @param percentiles empty where nobody asked for them
 */
public record BucketRow(
        String type, Instant start, long count, double avg, double min, double max, Optional<Percentiles> percentiles) {

    /** Half of the readings are at most {@code p50}, 95 of 100 at most {@code p95}, interpolated between two. */
    public record Percentiles(double p50, double p95) {}
}
