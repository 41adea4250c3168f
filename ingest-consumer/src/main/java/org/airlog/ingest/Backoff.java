package org.airlog.ingest;

import java.time.Duration;

/** Pauses between attempts: from 200 ms, twice as long each time, to 10 s. For one thread. */
final class Backoff {

    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Duration pause = Duration.ZERO;
    private long endsAtNanos = System.nanoTime();

    /** After a failure: the next attempt is due after a longer pause than before, which is returned. */
    Duration lengthen() {
        pause = pause.isZero() ? SHORTEST : pause.multipliedBy(2);
        if (pause.compareTo(LONGEST) > 0) {
            pause = LONGEST;
        }
        endsAtNanos = System.nanoTime() + pause.toNanos();
        return pause;
    }

    /** After a success: the next pause is the shortest again. */
    void reset() {
        pause = Duration.ZERO;
    }

    /** Whether there has been no failure since the last success. */
    boolean isReset() {
        return pause.isZero();
    }

    /** How long until the next attempt is due; not negative. */
    Duration remaining() {
        return pause.isZero() ? Duration.ZERO : Duration.ofNanos(Math.max(0, endsAtNanos - System.nanoTime()));
    }
}
