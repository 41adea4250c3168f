package org.airlog.broker.forwarding;

import java.time.Duration;

/**
 * What Kafka's confirmations say of the record that waits longest for one: whether it waits because Kafka has stopped, or
 * only because much is under way.
 *
 * <p>Kafka confirms about in the order in which records were sent. So one that waits long while those before it are being
 * confirmed will have its turn; one that waits while nothing is confirmed, or while what was sent long after it is (its
 * partition alone has stopped), may not. Times are those of {@link System#nanoTime}. Not thread-safe.
 */
final class Progress {

    private final long slowNanos;
    private boolean hasConfirmed;
    private long lastConfirmation;
    private long newestConfirmed;

    /** Whoever waits no longer than {@code slow} is not looked at. */
    Progress(Duration slow) {
        this.slowNanos = slow.toNanos();
    }

    /** A record that was sent at {@code sentAt} has been confirmed. */
    void confirms(long sentAt, long now) {
        lastConfirmation = now;
        if (!hasConfirmed || sentAt - newestConfirmed > 0) {
            newestConfirmed = sentAt;
        }
        hasConfirmed = true;
    }

    /** Whether Kafka has stopped, as the record shows that was sent at {@code oldest} and waits longest. */
    boolean hasStopped(long oldest, long now) {
        boolean isWaitingLong = now - oldest > slowNanos;
        return isWaitingLong
                && (!hasConfirmed || now - lastConfirmation > slowNanos || newestConfirmed - oldest > slowNanos);
    }
}
