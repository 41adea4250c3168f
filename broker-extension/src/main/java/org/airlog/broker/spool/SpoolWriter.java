package org.airlog.broker.spool;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.airlog.broker.intake.LogUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes entries: one thread takes all that wait, writes them together, forces them to the disk once, and completes them.
 *
 * <p>What waits is bounded: 4,096 records and 32 MiB. A batch that cannot be written fails as a whole, and the next one is
 * tried: so a full disk is left behind by itself once there is room. Completions run on this class's thread. Thread-safe.
 */
final class SpoolWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);

    private static final int MAX_WAITING = 4_096;
    private static final int MAX_WAITING_BYTES = 32 << 20;
    private static final int MAX_BATCH_BYTES = 4 << 20;
    private static final int IDLE_MILLIS = 100;
    private static final int CLOSE_LIMIT_MILLIS = 10_000;

    private final ActiveSegment active;
    private final Segments segments;
    private final InstantSource clock;
    private final Tally tally;
    private final ArrayBlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Semaphore room = new Semaphore(MAX_WAITING_BYTES);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "airlog-spool");
    private volatile boolean isClosed;
    private volatile boolean isFailing;

    SpoolWriter(ActiveSegment active, Segments segments, InstantSource clock, Tally tally) {
        this.active = active;
        this.segments = segments;
        this.clock = clock;
        this.tally = tally;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A record that waits to be written. */
    private static final class Waiting {

        private final LogRecord record;
        private final int bytes;
        private final CompletableFuture<Void> outcome = new CompletableFuture<>();

        Waiting(LogRecord record) {
            this.record = record;
            this.bytes = SegmentFormat.lengthOf(record);
        }
    }

    CompletableFuture<Void> append(LogRecord record) {
        var entry = new Waiting(record);
        if (!segments.reserve(entry.bytes)) {
            tally.refusedFull.increment();
            return refused("the spool is full", null);
        }
        waiting.incrementAndGet();
        if (!room.tryAcquire(permits(entry))) {
            abandon(entry);
            return refused("too many bytes wait for the disk", null);
        }
        if (isClosed || !queue.offer(entry)) {
            room.release(permits(entry));
            abandon(entry);
            return refused("the spool is closed, or too many records wait for the disk", null);
        }
        if (isClosed && !thread.isAlive() && queue.remove(entry)) {
            fail(List.of(entry), null);
        }
        return entry.outcome;
    }

    /** Whether no record waits to be written: all that were appended have their outcome, or are about to get it. */
    boolean isIdle() {
        return waiting.get() == 0;
    }

    /** Whether the last write failed. */
    boolean isFailing() {
        return isFailing;
    }

    /** Writes what waits, as far as 10 s allow, and ends. */
    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(CLOSE_LIMIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var left = new ArrayList<Waiting>();
        queue.drainTo(left);
        fail(left, null);
        active.close();
    }

    private void run() {
        var batch = new ArrayList<Waiting>();
        while (!isClosed || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    fill(batch, first);
                    writeAndComplete(batch);
                    batch.clear();
                }
            } catch (InterruptedException nobodyOfOurs) {
                LOG.warn("The spool's thread was interrupted, and goes on");
            }
        }
    }

    private void fill(List<Waiting> batch, Waiting first) {
        long bytes = first.bytes;
        batch.add(first);
        for (Waiting more = queue.peek(); more != null && bytes + more.bytes <= MAX_BATCH_BYTES; more = queue.peek()) {
            queue.remove();
            batch.add(more);
            bytes += more.bytes;
        }
    }

    private void writeAndComplete(List<Waiting> batch) {
        try {
            active.write(batch.stream().map(entry -> entry.record).toList(), clock.instant());
            tally.forces.increment();
            if (isFailing) {
                isFailing = false;
                LOG.info("The spool can be written again");
            }
            tally.appended.add(batch.size());
            batch.forEach(entry -> room.release(permits(entry)));
            waiting.addAndGet(-batch.size());
            batch.forEach(entry -> entry.outcome.complete(null));
        } catch (Throwable failure) {
            tally.failed.add(batch.size());
            if (!isFailing) {
                isFailing = true;
                LOG.atError()
                        .setCause(failure)
                        .log("The spool cannot be written: publishes are refused while Kafka does not confirm them");
            }
            fail(batch, failure);
        }
    }

    private void fail(List<Waiting> batch, @Nullable Throwable cause) {
        for (Waiting entry : batch) {
            room.release(permits(entry));
            abandon(entry);
            entry.outcome.completeExceptionally(new LogUnavailableException("the spool could not be written", cause));
        }
    }

    private void abandon(Waiting entry) {
        segments.release(entry.bytes);
        waiting.decrementAndGet();
    }

    private static int permits(Waiting entry) {
        return Math.min(entry.bytes, MAX_WAITING_BYTES);
    }

    private static CompletableFuture<Void> refused(String why, @Nullable Throwable cause) {
        return CompletableFuture.failedFuture(new LogUnavailableException(why, cause));
    }
}
