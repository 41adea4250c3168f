package org.airlog.broker.intake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Now, as our own clocks have it.
 *
 * @param time to the microsecond
 * @param isSteady whether that clock can be believed, see {@link ClockGuard}
 * @param nanos of the monotonic clock, which no correction of the other moves: what rates are measured by
 */
public record Moment(Instant time, boolean isSteady, long nanos) {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    public Moment {
        time = time.truncatedTo(ChronoUnit.MICROS);
    }

    /** A moment of clocks that have always gone together. */
    public Moment(Instant time, boolean isSteady) {
        this(time, isSteady, time.getEpochSecond() * NANOS_PER_SECOND + time.getNano());
    }

    /** A moment of a clock that can be believed. */
    public static Moment at(Instant time) {
        return new Moment(time, true);
    }
}
