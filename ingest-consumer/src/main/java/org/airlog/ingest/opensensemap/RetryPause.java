package org.airlog.ingest.opensensemap;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pauses between attempts: twice as long each time up to a limit, or as long as the other side asks, but never none: who is
 * told {@code Retry-After: 0} again and again must not ask as fast as he is answered. For one thread.
 */
final class RetryPause {

    private final Duration shortest;
    private final Duration longest;
    private Duration next;
    private long endsAtNanos = System.nanoTime();

    RetryPause(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
        this.next = shortest;
    }

    /** After a failure: begins a pause, which is returned; {@code asked} by the other side, or null. */
    Duration begin(@Nullable Duration asked) {
        Duration pause = asked == null ? next : asked.compareTo(shortest) < 0 ? shortest : asked;
        if (asked == null) {
            next = next.multipliedBy(2).compareTo(longest) > 0 ? longest : next.multipliedBy(2);
        }
        endsAtNanos = System.nanoTime() + pause.toNanos();
        return pause;
    }

    /** After a success: the next pause is the shortest again. */
    void reset() {
        next = shortest;
    }

    /** How long the pause still lasts; not negative. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, endsAtNanos - System.nanoTime()));
    }
}
