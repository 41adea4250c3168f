package org.airlog.broker.intake.limit;

import java.time.Duration;

/**
 * What a limit says to who is over it.
 *
 * @param limit which one
 * @param duration until it fits; positive
 */
public record Wait(Limit limit, Duration duration) {

    /** Whole seconds, rounded up: what a sender can be told. */
    public long seconds() {
        return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
    }

    /** For its sender: {@code sensor-publishes, retry in 3 s}. */
    public String detail() {
        return limit.label() + ", retry in " + seconds() + " s";
    }

    boolean isLongerThan(Wait other) {
        return duration.compareTo(other.duration) > 0;
    }
}
