package org.airlog.broker.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.airlog.broker.sensor.RegistryUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The shared barrier: brings callers to a point where everything is known that was in the log when they asked.
 *
 * <p>All who ask before a look at the log's end begins share it, and one begins at most every 100 ms; whoever asks later
 * gets the next one, since an end that was read before the question proves nothing. A look completes when the follower
 * has passed that end, and fails 2 s after the first question. It also tells when the topic has been made anew.
 *
 * <p>Any thread may ask and report progress; everything else happens on the one thread of {@code timer}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told through the look's own outcome
final class CatchUps implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final String CLOSED = "the registry is closed";

    /** What Kafka said of the topic, both asked for after the question. */
    private record Answer(UUID topicId, long end) {}

    /** One look; its log and end are set once they are known, on the timer's thread. */
    private static final class Look {
        final CompletableFuture<Void> outcome = new CompletableFuture<>();

        @Nullable
        FollowedLog log;

        long end;

        boolean isReached() {
            return log != null && log.position() >= end;
        }
    }

    private final ScheduledExecutorService timer;
    private final Duration limit;
    private final Set<Look> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable FollowedLog log;

    private final Object lock = new Object();
    /** Guarded by lock: what the next question joins. */
    private @Nullable Look next;
    /** Guarded by lock: {@link System#nanoTime} when the last look began. */
    private long lastLook = System.nanoTime() - BETWEEN_LOOKS.toNanos();

    /** Guarded by lock. */
    private long looks;

    CatchUps(ScheduledExecutorService timer) {
        this(timer, LIMIT);
    }

    CatchUps(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer;
        this.limit = limit;
    }

    CompletionStage<Void> ask() {
        synchronized (lock) {
            Look look = next;
            if (look == null) {
                look = new Look();
                next = look;
                open.add(look);
                schedule(look);
            }
            return look.outcome.minimalCompletionStage();
        }
    }

    /** How many looks have begun. */
    long looks() {
        synchronized (lock) {
            return looks;
        }
    }

    /** From now on this is the log; null while there is no connection. Looks at another one will time out. */
    void follow(@Nullable FollowedLog newLog) {
        log = newLog;
    }

    /** The follower's position has moved. */
    void progressed() {
        if (!open.isEmpty()) {
            onTimer(this::completeReached);
        }
    }

    /** Fails whatever still waits; the timer must have been shut down before. */
    @Override
    public void close() {
        open.forEach(look -> fail(look, CLOSED, null));
    }

    /** Holds the lock. */
    private void schedule(Look look) {
        long pause = Math.max(0, lastLook + BETWEEN_LOOKS.toNanos() - System.nanoTime());
        try {
            timer.schedule(() -> begin(look), pause, TimeUnit.NANOSECONDS);
            timer.schedule(
                    () -> fail(look, "the end of the registry's log was not reached in time", null),
                    limit.toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            next = null;
            fail(look, CLOSED, closed);
        }
    }

    private void begin(Look look) {
        synchronized (lock) {
            next = null;
            lastLook = System.nanoTime();
            looks++;
        }
        FollowedLog current = log;
        if (current == null) {
            fail(look, "there is no connection to the registry's log", null);
            return;
        }
        try {
            current.readTopicId()
                    .thenCombine(current.readEnd(), Answer::new)
                    .whenComplete((answer, failure) -> onTimer(() -> {
                        if (failure == null) {
                            found(look, current, answer);
                        } else {
                            fail(look, "the end of the registry's log could not be read", failure);
                        }
                    }));
        } catch (RuntimeException closed) {
            fail(look, "the connection to the registry's log is closed", closed);
        }
    }

    private void found(Look look, FollowedLog followed, Answer answer) {
        if (!followed.topicId().equals(answer.topicId())) {
            followed.topicWasReplaced();
            fail(look, "the registry's topic has been made anew", null);
            return;
        }
        look.log = followed;
        look.end = answer.end();
        completeReached();
    }

    private void completeReached() {
        List<Look> reached = open.stream().filter(Look::isReached).toList();
        reached.forEach(look -> {
            if (open.remove(look)) {
                look.outcome.complete(null);
            }
        });
    }

    private void fail(Look look, String message, @Nullable Throwable cause) {
        if (open.remove(look)) {
            look.outcome.completeExceptionally(new RegistryUnavailableException(message, cause));
        }
    }

    private void onTimer(Runnable task) {
        try {
            timer.execute(task);
        } catch (RejectedExecutionException closed) {
            // close() fails what is open
        }
    }
}
