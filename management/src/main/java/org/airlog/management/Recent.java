package org.airlog.management;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A value that may take long to find out, when somebody else does not answer: whoever asks gets it, or after half a second the
 * one from before, so that no scrape is lost to it. Asked of the source by one at a time, at most once a second. Thread-safe.
 */
final class Recent<T> implements Supplier<T> {

    private static final long LASTS_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Supplier<T> source;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private volatile T known;
    private CompletableFuture<T> asked;
    private long askedAtNanos;

    /**
     * Asks {@code source} on {@code threads} when it is asked.
     *
     * @param known what it says as long as it knows nothing
     */
    Recent(Supplier<T> source, T known, Executor threads, LongSupplier nanoTime) {
        this.source = source;
        this.known = known;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.asked = CompletableFuture.completedFuture(known);
        this.askedAtNanos = nanoTime.getAsLong() - LASTS_NANOS;
    }

    @Override
    public T get() {
        try {
            return ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException notNow) {
            return known;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return known;
        }
    }

    private synchronized CompletableFuture<T> ask() {
        if (asked.isDone() && nanoTime.getAsLong() - askedAtNanos >= LASTS_NANOS) {
            askedAtNanos = nanoTime.getAsLong();
            asked = CompletableFuture.supplyAsync(
                    () -> {
                        T value = source.get();
                        known = value;
                        return value;
                    },
                    threads);
        }
        return asked;
    }
}
