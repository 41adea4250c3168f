package org.airlog.broker.mqtt;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The publishes that are not yet decided: a stopping door takes no new ones and waits for these. Thread-safe. */
final class UnderWay {

    private final Phaser phaser = new Phaser(1);
    private final AtomicBoolean isClosed = new AtomicBoolean();

    /** Counts {@code work} until it ends; fails with {@link ClosedException} where the door is closed. */
    <T> CompletableFuture<T> during(Supplier<CompletionStage<T>> work) {
        if (isClosed.get()) {
            return CompletableFuture.failedFuture(new ClosedException());
        }
        phaser.register();
        try {
            return work.get()
                    .whenComplete((done, failure) -> phaser.arriveAndDeregister())
                    .toCompletableFuture();
        } catch (Throwable failure) {
            phaser.arriveAndDeregister();
            throw failure;
        }
    }

    /** Takes no more, and waits for what is under way, {@code patience} at most; tells whether all ended. */
    boolean close(Duration patience) {
        if (!isClosed.compareAndSet(false, true)) {
            return true;
        }
        try {
            phaser.awaitAdvanceInterruptibly(phaser.arrive(), patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillUnderWay) {
            return false;
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
