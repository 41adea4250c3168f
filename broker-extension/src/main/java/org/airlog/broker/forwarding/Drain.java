package org.airlog.broker.forwarding;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.spool.Spool;
import org.airlog.broker.spool.SpoolEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that hands the spool to Kafka, in order and many entries at a time, and that watches the clock for {@link
 * Breaker}.
 *
 * <p>At most 2,000 entries or 16 MiB are under way. An entry counts as drained when Kafka has confirmed it and all before
 * it. One that Kafka refuses for good is parked, and the line goes on. Any other failure: what is under way is given up,
 * and all of it is sent again after a pause that grows to two seconds. What the disk or a bug does not let pass is tried
 * again after a second; nothing is ever left out.
 */
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private static final int MAX_UNDER_WAY = 2_000;
    private static final int MAX_UNDER_WAY_BYTES = 16 << 20;
    private static final long TICK_MILLIS = 100;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Breaker breaker;
    private final Spool spool;
    private final DrainLine line;
    private final Thread thread = new Thread(this::run, "airlog-drain");
    private final Wake wake;

    private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
    private int underWayBytes;

    /** Set by the line's thread; one for each start, so that what was given up says nothing about what is sent anew. */
    private AtomicBoolean hasFailed = new AtomicBoolean();

    private Duration pause = SHORTEST_PAUSE;
    private long pausedUntil = System.nanoTime();
    private boolean isInTrouble;
    private volatile @Nullable Instant oldest;
    private volatile boolean isClosing;
    private volatile long closeBy;

    Drain(Breaker breaker, Spool spool, DrainLine line, Wake wake) {
        this.breaker = breaker;
        this.wake = wake;
        this.spool = spool;
        this.line = line;
        thread.setDaemon(true);
        thread.setContextClassLoader(Drain.class.getClassLoader());
    }

    /** An entry that Kafka has been asked to take. */
    private record UnderWay(SpoolEntry entry, CompletableFuture<Void> outcome) {}

    void start() {
        thread.start();
    }

    /** Any thread. */
    Duration oldestAge() {
        Instant since = oldest;
        Duration age = since == null ? Duration.ZERO : Duration.between(since, Instant.now());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Goes on until the spool is empty, {@code limit} at most, and ends. */
    void close(Duration limit) {
        closeBy = System.nanoTime() + limit.toNanos();
        isClosing = true;
        wake.run();
        try {
            thread.join(limit.plus(CLOSE_LIMIT).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        line.close();
    }

    private void run() {
        while (!isClosing || (System.nanoTime() - closeBy < 0 && !spool.isEmpty())) {
            try {
                breaker.tick();
                boolean hasMoved = breaker.mayDrain() && System.nanoTime() - pausedUntil >= 0 && step();
                if (!hasMoved) {
                    wake.await(TICK_MILLIS);
                }
            } catch (InterruptedException nobodyOfOurs) {
                LOG.warn("The thread that drains the spool was interrupted, and goes on");
            } catch (Throwable trouble) {
                if (!isInTrouble) {
                    isInTrouble = true;
                    LOG.error("The spool cannot be drained just now: it is tried again every second", trouble);
                }
                startAgainAfter(PAUSE_AFTER_TROUBLE);
            }
        }
    }

    /** Sends what there is room for, and settles what has ended; tells whether anything has changed. */
    private boolean step() throws IOException {
        boolean hasSent = send();
        int confirmed = 0;
        Throwable failure = null;
        for (UnderWay first = underWay.peek();
                failure == null && first != null && first.outcome().isDone();
                first = underWay.peek()) {
            failure = failureOf(first.outcome());
            if (failure instanceof LogRefusedException refused) {
                spool.park(first.entry(), refused);
                failure = null;
            } else if (failure == null) {
                confirmed++;
            }
            if (failure == null) {
                underWay.remove();
                underWayBytes -= first.entry().record().length();
            }
        }
        UnderWay first = underWay.peek();
        spool.drained(first == null ? spool.readUpTo() : first.entry().sequence(), confirmed);
        oldest = first == null ? null : first.entry().spooledAt();
        if (failure != null || hasFailed.get()) {
            fallBack(failure);
            return false;
        }
        isInTrouble = false;
        if (confirmed > 0) {
            pause = SHORTEST_PAUSE;
        }
        if ((confirmed > 0 || first == null) && breaker.isCaughtUp()) {
            spool.tidy();
        }
        return hasSent || confirmed > 0;
    }

    private boolean send() throws IOException {
        boolean hasSent = false;
        // Nothing more is sent behind an entry that has failed: it would come before it.
        while (!hasFailed.get() && underWay.size() < MAX_UNDER_WAY && underWayBytes < MAX_UNDER_WAY_BYTES) {
            Optional<SpoolEntry> entry = spool.read();
            if (entry.isEmpty()) {
                return hasSent;
            }
            send(entry.get());
            hasSent = true;
        }
        return hasSent;
    }

    private void send(SpoolEntry entry) {
        AtomicBoolean failed = hasFailed;
        CompletableFuture<Void> outcome = line.send(entry.record()).toCompletableFuture();
        underWay.add(new UnderWay(entry, outcome));
        underWayBytes += entry.record().length();
        var unused = outcome.whenComplete((done, failure) -> {
            if (failure != null && !(failure instanceof LogRefusedException)) {
                failed.set(true);
            }
            wake.run();
        });
    }

    private void fallBack(@Nullable Throwable failure) {
        LOG.atDebug().setCause(failure).log("Kafka does not take the spool yet");
        startAgainAfter(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private void startAgainAfter(Duration wait) {
        pausedUntil = System.nanoTime() + wait.toNanos();
        breaker.isFallingBehind();
        line.abandon();
        hasFailed = new AtomicBoolean();
        underWay.clear();
        underWayBytes = 0;
        spool.rewind();
    }

    private static @Nullable Throwable failureOf(CompletableFuture<Void> done) {
        try {
            done.join();
            return null;
        } catch (CompletionException failed) {
            return failed.getCause() == null ? failed : failed.getCause();
        } catch (CancellationException cancelled) {
            return cancelled;
        }
    }
}
