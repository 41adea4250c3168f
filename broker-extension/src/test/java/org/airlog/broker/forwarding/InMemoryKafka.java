package org.airlog.broker.forwarding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.LogUnavailableException;
import org.airlog.broker.spool.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A log that can be taken away: what it has been given lies in a list, in the order in which it came. While it is away, the
 * direct line gives a record up after a while, and the drain line waits. A drain line on which a record has failed takes none
 * until it is abandoned.
 */
final class InMemoryKafka implements AutoCloseable {

    /** How it treats what it is given. */
    enum Mood {
        WELL,
        /** Answers nothing. */
        AWAY,
        /** Answers nothing on the direct line alone. */
        SLOW_DIRECTLY,
        /** Confirms one record every twentieth of a second, however many wait. */
        BUSY,
        /** Answers at once that it cannot. */
        FAILING
    }

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<LogRecord> kept = new ArrayList<>();
    private final Deque<Waiting> directly = new ArrayDeque<>();
    private final Deque<Waiting> fromTheSpool = new ArrayDeque<>();
    private final Set<LogRecord> refused = new HashSet<>();
    private Mood mood = Mood.WELL;
    private int directSends;
    private boolean isDrainBroken;
    private int mayDrain = Integer.MAX_VALUE;

    /** The next record on the drain line fails before it is sent, and all is well again. */
    final AtomicBoolean failsOnceAtOnce = new AtomicBoolean();

    private boolean keepsAtOnce;

    /** After so long the direct line fails. */
    volatile int givesUpAfterMillis = 300;

    InMemoryKafka() {
        var unused = thread.scheduleWithFixedDelay(this::serveOne, 50, 50, TimeUnit.MILLISECONDS);
    }

    private record Waiting(LogRecord record, CompletableFuture<Void> outcome) {}

    DirectLine direct() {
        return record -> {
            var waiting = new Waiting(record, new CompletableFuture<>());
            synchronized (this) {
                directSends++;
                directly.add(waiting);
            }
            thread.execute(this::serve);
            var unused = thread.schedule(() -> giveUp(waiting), givesUpAfterMillis, TimeUnit.MILLISECONDS);
            return waiting.outcome();
        };
    }

    DrainLine drain() {
        return new DrainLine() {
            @Override
            public CompletionStage<Void> send(LogRecord record) {
                if (keepsAtOnce) {
                    synchronized (InMemoryKafka.this) {
                        kept.add(record);
                    }
                    return CompletableFuture.completedFuture(null);
                }
                if (failsOnceAtOnce.compareAndSet(true, false)) {
                    keepsAtOnce = true;
                    is(Mood.WELL);
                    return CompletableFuture.failedFuture(new LogUnavailableException("as asked for", null));
                }
                var waiting = new Waiting(record, new CompletableFuture<>());
                synchronized (InMemoryKafka.this) {
                    fromTheSpool.add(waiting);
                }
                thread.execute(InMemoryKafka.this::serve);
                return waiting.outcome();
            }

            @Override
            public void abandon() {
                synchronized (InMemoryKafka.this) {
                    fromTheSpool.clear();
                    isDrainBroken = false;
                }
            }

            @Override
            public void close() {
                abandon();
            }
        };
    }

    void is(Mood now) {
        synchronized (this) {
            mood = now;
        }
        thread.execute(this::serve);
    }

    /** The drain line takes {@code count} more records, and then is silent. */
    void drains(int count) {
        synchronized (this) {
            mayDrain = count;
        }
        thread.execute(this::serve);
    }

    /** From now on {@code record} is refused for good. */
    synchronized void refuses(LogRecord record) {
        refused.add(record);
    }

    synchronized List<LogRecord> kept() {
        return List.copyOf(kept);
    }

    /** How many records were sent directly, with whatever outcome. */
    synchronized int directSends() {
        return directSends;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void serve() {
        serve(directly);
        serve(fromTheSpool);
    }

    private void serve(Deque<Waiting> line) {
        Waiting next = take(line);
        while (next != null) {
            boolean isRefused;
            boolean isFailing;
            synchronized (this) {
                isFailing = mood == Mood.FAILING || (line == fromTheSpool && isDrainBroken);
                isDrainBroken |= isFailing && line == fromTheSpool;
                isRefused = refused.contains(next.record());
                if (!isFailing && !isRefused) {
                    kept.add(next.record());
                }
            }
            if (isFailing) {
                next.outcome().completeExceptionally(new LogUnavailableException("as asked for", null));
            } else if (isRefused) {
                next.outcome().completeExceptionally(new LogRefusedException("as asked for", null));
            } else {
                next.outcome().complete(null);
            }
            next = take(line);
        }
    }

    private synchronized @Nullable Waiting take(Deque<Waiting> line) {
        boolean isSilent = mood == Mood.AWAY || mood == Mood.BUSY || (mood == Mood.SLOW_DIRECTLY && line == directly);
        if (isSilent || (line == fromTheSpool && mayDrain == 0)) {
            return null;
        }
        Waiting next = line.poll();
        mayDrain -= next != null && line == fromTheSpool ? 1 : 0;
        return next;
    }

    private void serveOne() {
        Waiting next = null;
        synchronized (this) {
            if (mood == Mood.BUSY && !directly.isEmpty()) {
                next = directly.poll();
                kept.add(next.record());
            }
        }
        if (next != null) {
            next.outcome().complete(null);
        }
    }

    private void giveUp(Waiting waiting) {
        synchronized (this) {
            directly.remove(waiting);
        }
        waiting.outcome().completeExceptionally(new LogUnavailableException("not confirmed in time", null));
    }
}
