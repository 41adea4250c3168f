package org.airlog.portal.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be looked after while streams run: owns the threads {@code portal-streams}, and cuts off who reads too slowly.
 * Thread-safe.
 */
public final class Streams implements AutoCloseable {

    /** Of one part of a file; a part is 64 KiB, so that whoever reads takes 2 KiB a second at least. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Streams.class);
    private static final int THREADS = 2;
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration TO_END = Duration.ofSeconds(2);

    private final Set<Part> parts = ConcurrentHashMap.newKeySet();
    private final Duration patience;
    private final Duration pause;
    private @Nullable ScheduledThreadPoolExecutor threads;

    /** Waits {@link #PATIENCE}. */
    public Streams() {
        this(PATIENCE, A_SECOND);
    }

    Streams(Duration patience, Duration pause) {
        this.patience = patience;
        this.pause = pause;
    }

    /** A part of a file that is being written. */
    private record Part(Runnable abort, long begunNanos, Duration patience) {

        boolean isLate() {
            return System.nanoTime() - begunNanos > patience.toNanos();
        }
    }

    /** What is written meanwhile. */
    @FunctionalInterface
    interface Writing {
        void write() throws IOException;
    }

    /** Starts its threads, once. */
    public void start() {
        var starting = new ScheduledThreadPoolExecutor(THREADS, task -> {
            var thread = new Thread(task, "portal-streams");
            thread.setDaemon(true);
            return thread;
        });
        starting.setRemoveOnCancelPolicy(true);
        threads = starting;
        var unused = every(pause, this::endLateOnes);
    }

    /** Does {@code task} again and again until it is cancelled; what it throws is logged. */
    ScheduledFuture<?> every(Duration pause, Runnable task) {
        if (threads == null) {
            throw new IllegalStateException("not started");
        }
        return threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException bug) {
                        log.error("Streams are not looked after as they should be", bug);
                    }
                },
                0,
                pause.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Writes a part of an answer; ends its connection by {@code abort}, once or again, where that takes too long. */
    void write(Runnable abort, Writing writing) throws IOException {
        var part = new Part(abort, System.nanoTime(), patience);
        parts.add(part);
        try {
            writing.write();
        } finally {
            parts.remove(part);
        }
    }

    private void endLateOnes() {
        for (Part part : parts) {
            if (part.isLate()) {
                log.atDebug().log("Who reads a file takes it too slowly");
                part.abort.run();
            }
        }
    }

    /** Ends its threads, and waits a moment for what they are at: what it reads from is closed next. May be called twice. */
    @Override
    public void close() {
        if (threads == null) {
            return;
        }
        threads.shutdownNow();
        try {
            var unused = threads.awaitTermination(TO_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
