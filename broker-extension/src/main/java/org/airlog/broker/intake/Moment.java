package org.airlog.broker.intake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Now, as our own clock has it.
 *
 * @param time to the microsecond
 * @param isSteady whether that clock can be believed, see {@link ClockGuard}
 */
public record Moment(Instant time, boolean isSteady) {

    public Moment {
        time = time.truncatedTo(ChronoUnit.MICROS);
    }

    /** A moment of a clock that can be believed. */
    public static Moment at(Instant time) {
        return new Moment(time, true);
    }
}
