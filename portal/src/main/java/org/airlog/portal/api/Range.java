package org.airlog.portal.api;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param from its first instant
 * @param to the first one behind it
 */
public record Range(Instant from, Instant to) {

    static final Duration USUAL = Duration.ofDays(1);

    /** How long it is. */
    public Duration length() {
        return Duration.between(from, to);
    }

    /** The same, in whole buckets. */
    public Range whole(Bucket bucket) {
        return bucket == Bucket.RAW ? this : new Range(bucket.start(from), bucket.end(to));
    }
}
