package org.airlog.broker.intake;

import java.time.Duration;
import java.time.Instant;

/**
 * Watches our own wall clock against the monotonic one: a jump of more than 5 s makes it unsteady until it has kept
 * pace for a minute. So does a clock that lies before a moment which has been, by more than 5 s, until it has passed it.
 *
 * <p>A machine that wakes up with a wrong clock would otherwise refuse good observations for good. Pure: it is told what
 * both clocks say. Thread-safe.
 */
public final class ClockGuard {

    /** How far the wall clock may depart from the monotonic one. */
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    /** How long it must keep pace before it is believed again. */
    static final Duration QUARANTINE = Duration.ofMinutes(1);

    private Instant anchor;
    private long anchorNanos;
    private boolean isSteady = true;
    private Instant past = Instant.MIN;

    /** Starts with what both clocks say now; believed until it jumps. */
    public ClockGuard(Instant wall, long nanos) {
        this.anchor = wall;
        this.anchorNanos = nanos;
    }

    /**
     * Something happened at {@code moment}, by this clock before its last stop or by another's; tells whether {@code wall}
     * lies so far before it that it is not believed any more.
     */
    public synchronized boolean learn(Instant moment, Instant wall) {
        past = moment.isAfter(past) ? moment : past;
        return isBehind(wall);
    }

    private boolean isBehind(Instant wall) {
        return past.isAfter(wall.plus(TOLERANCE));
    }

    /** The moment that {@code wall} says, and whether to believe it; {@code nanos} is {@link System#nanoTime}. */
    public synchronized Moment read(Instant wall, long nanos) {
        Duration elapsed = Duration.ofNanos(nanos - anchorNanos);
        boolean hasJumped = Duration.between(anchor.plus(elapsed), wall).abs().compareTo(TOLERANCE) > 0;
        if (hasJumped || isBehind(wall)) {
            anchor = wall;
            anchorNanos = nanos;
            isSteady = false;
        } else if (!isSteady && elapsed.compareTo(QUARANTINE) >= 0) {
            isSteady = true;
        }
        return new Moment(wall, isSteady, nanos);
    }
}
