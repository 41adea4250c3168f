package org.airlog.ingest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One round of work after another, with pauses between, on a thread of its own that does not keep the process alive. A round
 * throws nothing: it deals with its faults and says when the next is due.
 */
final class Rounds implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final String threadName;
    private final Duration firstPause;
    private final Supplier<Duration> round;
    private final Runnable atEnd;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    /**
     * Remembers what to do.
     *
     * @param round returns how long to wait for the next
     * @param atEnd lets go of what rounds hold, on the same thread
     */
    Rounds(String threadName, Duration firstPause, Supplier<Duration> round, Runnable atEnd) {
        this.threadName = threadName;
        this.firstPause = firstPause;
        this.round = round;
        this.atEnd = atEnd;
    }

    /** Begins, once. */
    synchronized void start() {
        thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether no other round begins; for a round that takes long. */
    boolean isStopped() {
        return stop.getCount() == 0;
    }

    private void run() {
        try {
            Duration pause = firstPause;
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = round.get();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            atEnd.run();
        }
    }

    /** Lets a round under way end, for at most 5 s. A second call does nothing. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            stop.countDown();
            running = thread;
        }
        if (running == null) {
            return;
        }
        try {
            running.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
