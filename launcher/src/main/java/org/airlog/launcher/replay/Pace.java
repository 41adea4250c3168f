package org.airlog.launcher.replay;

import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** Holds a sender to a number of observations a second, or to none. For one thread. */
final class Pace {

    private static final double NANOS_PER_SECOND = 1e9;

    private final double nanosPerObservation;
    private long nextAt = System.nanoTime();

    /** At most so many a second; empty = no limit. */
    Pace(OptionalInt observationsPerSecond) {
        this.nanosPerObservation =
                observationsPerSecond.isEmpty() ? 0 : NANOS_PER_SECOND / observationsPerSecond.getAsInt();
    }

    /** Returns when so many more may be sent; the time that a slow receiver took is not made up for. */
    void await(int observations) {
        long now = System.nanoTime();
        while (nextAt - now > 0) {
            LockSupport.parkNanos(nextAt - now);
            now = System.nanoTime();
        }
        nextAt = Math.max(nextAt, now) + (long) (observations * nanosPerObservation);
    }
}
