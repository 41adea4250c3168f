package org.airlog.broker.mqtt;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Answers that are held back: those to who is a little over a limit, and those that end a connection.
 *
 * <p>At most {@value #MOST} at once, as each holds a publish in HiveMQ's memory; what is more is answered at once. One
 * thread of our own gives them, none waits for them. Thread-safe.
 */
final class Delays implements AutoCloseable {

    /** How long an acknowledgement is held back at most: well within the time-outs of clients, 5 s and more. */
    static final Duration LONGEST = Duration.ofSeconds(2);

    /** What a thousand clients with a full window of ten have under way. */
    static final int MOST = 10_000;

    private final Semaphore places;
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;

    Delays() {
        this(MOST);
    }

    Delays(int most) {
        this.places = new Semaphore(most);
        this.timer = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "airlog-delays");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How long the next answer may be held back: not at all while too many are. */
    Duration longest() {
        return places.availablePermits() > 0 ? LONGEST : Duration.ZERO;
    }

    /** Runs {@code answer} after {@code delay}; at once where none is asked for, too many wait, or this is closed. */
    void after(Duration delay, Runnable answer) {
        if (delay.isZero() || timer.isShutdown() || !places.tryAcquire()) {
            answer.run();
            return;
        }
        var held = new Held(answer);
        waiting.add(held);
        try {
            var unused = timer.schedule(held, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RuntimeException closedMeanwhile) {
            held.run();
        }
    }

    /** Gives what is held back at once, and holds nothing back any more: what is stored is still told. */
    @Override
    public void close() {
        timer.shutdownNow();
        waiting.forEach(Runnable::run);
    }

    /** Runs once, whoever comes first. */
    private final class Held implements Runnable {

        private final Runnable answer;

        Held(Runnable answer) {
            this.answer = answer;
        }

        @Override
        public void run() {
            if (waiting.remove(this)) {
                places.release();
                answer.run();
            }
        }
    }
}
