package org.airlog.ingest.timescale;

import java.time.Duration;
import java.util.Optional;

/**
 * How long rows stay, and as what.
 *
 * @param retention age at which they are deleted, at least a day; empty where they stay for ever
 * @param compressAfter age at which they are compressed where the database can, at least a day; zero: never
 */
public record Keeping(Optional<Duration> retention, Duration compressAfter) {

    /** Nothing is deleted and nothing compressed. */
    public static final Keeping AS_IT_IS = new Keeping(Optional.empty(), Duration.ZERO);

    public Keeping {
        if (retention.filter(Keeping::isTooShort).isPresent()) {
            throw new IllegalArgumentException("a retention of less than a day");
        }
    }

    /** Whether it would reach into the day that is being written. */
    public static boolean isTooShort(Duration age) {
        return age.compareTo(Duration.ofDays(1)) < 0;
    }
}
