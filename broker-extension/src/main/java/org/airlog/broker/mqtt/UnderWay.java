package org.airlog.broker.mqtt;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The publishes that are not yet decided: each for a limited time, and a stopping door takes no new ones and waits for these.
 *
 * <p>One thread looks through all of them ten times a second for those whose time is over: a timer for each would cost
 * more than the look of the registry that it guards. Thread-safe.
 */
final class UnderWay {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration UNTIL_NONE = Duration.ofMillis(5);

    private final long limitNanos;
    private final Set<Work<?>> all = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looks;
    private volatile boolean isClosed;

    /** {@code limit}, give or take a tenth of a second, is what each may take. */
    UnderWay(Duration limit) {
        this.limitNanos = limit.toNanos();
        this.looks = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "airlog-decisions");
            thread.setDaemon(true);
            return thread;
        });
        var unused = looks.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One publish, from when it came. */
    private record Work<T>(long since, CompletableFuture<T> outcome) {

        /** What goes on is told only that it was too slow; it counts until it ends. */
        private void endIfOlder(long nanos, long now) {
            if (now - since > nanos && !outcome.isDone()) {
                outcome.completeExceptionally(new TimeoutException());
            }
        }

        private void ends(T done, Throwable failure) {
            if (failure == null) {
                outcome.complete(done);
            } else {
                outcome.completeExceptionally(failure);
            }
        }
    }

    /**
     * Counts {@code work} until it ends. Fails with {@link ClosedException} where the door is closed, with {@link
     * TimeoutException} where its time is over.
     */
    <T> CompletableFuture<T> during(Supplier<CompletionStage<T>> work) {
        var one = new Work<T>(System.nanoTime(), new CompletableFuture<>());
        all.add(one);
        // After it is counted: whoever closes meanwhile waits for it, or it is told here.
        if (isClosed) {
            all.remove(one);
            return CompletableFuture.failedFuture(new ClosedException());
        }
        try {
            var unused = work.get().whenComplete((done, failure) -> {
                all.remove(one);
                one.ends(done, failure);
            });
        } catch (Throwable failure) {
            all.remove(one);
            throw failure;
        }
        return one.outcome();
    }

    /** Takes no more, and waits for what is under way, {@code patience} at most; tells whether all ended. */
    boolean close(Duration patience) {
        isClosed = true;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!all.isEmpty() && System.nanoTime() - end < 0) {
                TimeUnit.NANOSECONDS.sleep(UNTIL_NONE.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        looks.shutdownNow();
        return all.isEmpty();
    }

    private void look() {
        long now = System.nanoTime();
        all.forEach(one -> one.endIfOlder(limitNanos, now));
    }

    /** The door is closed. */
    static final class ClosedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("the door is closed", null, false, false);
        }
    }
}
