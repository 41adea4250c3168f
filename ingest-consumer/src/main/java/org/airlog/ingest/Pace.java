package org.airlog.ingest;

import java.time.Duration;

/**
 * How soon the next transaction may begin: {@code 50 ms} after the last began, so that what comes one by one is stored together; at
 * once where that was long ago, or where there is more to store already. For one thread.
 */
final class Pace {

    private static final Duration INTERVAL = Duration.ofMillis(50);
    private long dueAtNanos = System.nanoTime();

    /** A transaction begins; {@code thereIsMore} to store behind it. */
    void begins(boolean thereIsMore) {
        dueAtNanos = System.nanoTime() + (thereIsMore ? 0 : INTERVAL.toNanos());
    }

    /** Until the next is due; zero where it is. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, dueAtNanos - System.nanoTime()));
    }
}
