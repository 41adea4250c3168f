package org.airlog.broker.mqtt;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The publishes that are not yet decided: a stopping door takes no new ones and waits for these. Thread-safe. */
final class UnderWay {

    private final Semaphore permits = new Semaphore(Integer.MAX_VALUE);
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /** Counts {@code work} until it ends; fails with {@link ClosedException} where the door is closed. */
    <T> CompletableFuture<T> during(Supplier<CompletionStage<T>> work) {
        if (isClosed.get() || !permits.tryAcquire()) {
            return CompletableFuture.failedFuture(new ClosedException());
        }
        try {
            // A copy: were this very stage completed early, by a time-out say, its release would never run.
            return work.get()
                    .whenComplete((done, failure) -> permits.release())
                    .toCompletableFuture()
                    .copy();
        } catch (Throwable failure) {
            permits.release();
            throw failure;
        }
    }

    /** Takes no more, and waits for what is under way, {@code patience} at most; tells whether all ended. */
    boolean close(Duration patience) {
        if (!isClosed.compareAndSet(false, true)) {
            return true;
        }
        try {
            return permits.tryAcquire(Integer.MAX_VALUE, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The door is closed. */
    static final class ClosedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("the door is closed", null, false, false);
        }
    }
}
