package org.airlog.broker.forwarding;

import java.util.concurrent.CompletableFuture;
import org.airlog.broker.spool.LogRecord;
import org.jspecify.annotations.Nullable;

/** One record on its way, from the door's call to its outcome. Guarded by the lock of its {@link SpooledLog}. */
final class Passage {

    private final LogRecord record;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private long sentAt;
    private boolean isSpooled;
    private @Nullable Throwable spoolFailure;

    Passage(LogRecord record) {
        this.record = record;
    }

    LogRecord record() {
        return record;
    }

    /** Completed outside of the lock, and never cancelled: more than one way may try to complete it. */
    CompletableFuture<Void> outcome() {
        return outcome;
    }

    /** When it was sent directly, by {@link System#nanoTime}. */
    long sentAt() {
        return sentAt;
    }

    void isSentAt(long nanos) {
        sentAt = nanos;
    }

    /** Whether it was given to the spool, with whatever outcome. */
    boolean isSpooled() {
        return isSpooled;
    }

    void isGivenToTheSpool() {
        isSpooled = true;
    }

    /** Why the spool did not take it; null where it did, or has not answered. */
    @Nullable
    Throwable spoolFailure() {
        return spoolFailure;
    }

    void spoolFailed(Throwable failure) {
        spoolFailure = failure;
    }
}
