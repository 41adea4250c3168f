package org.airlog.broker.intake;

import java.time.Duration;
import java.time.Instant;

/**
 * Watches our own wall clock against the monotonic one: a jump of more than 5 s makes it unsteady until it has kept
 * pace for a minute.
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

    /** Starts with what both clocks say now; believed until it jumps. */
    public ClockGuard(Instant wall, long nanos) {
        this.anchor = wall;
        this.anchorNanos = nanos;
    }

    /** The moment that {@code wall} says, and whether to believe it; {@code nanos} is {@link System#nanoTime}. */
    public synchronized Moment read(Instant wall, long nanos) {
        Duration elapsed = Duration.ofNanos(nanos - anchorNanos);
        if (Duration.between(anchor.plus(elapsed), wall).abs().compareTo(TOLERANCE) > 0) {
            anchor = wall;
            anchorNanos = nanos;
            isSteady = false;
        } else if (!isSteady && elapsed.compareTo(QUARANTINE) >= 0) {
            isSteady = true;
        }
        return new Moment(wall, isSteady, nanos);
    }
}
