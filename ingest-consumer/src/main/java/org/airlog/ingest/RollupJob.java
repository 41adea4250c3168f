package org.airlog.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.management.RollupMeters;
import org.airlog.ingest.timescale.Rollups;
import org.airlog.ingest.timescale.Rollups.Pass;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is counted by hour and day, and the newest readings, in step with the rows: about a second behind them.
 *
 * <p>A pass a second, or one after another while there is much to do; by one of several consumers at a time, on a thread of its
 * own. What fails is tried again after a {@link Backoff}; the sink neither waits for it nor notices.
 */
final class RollupJob implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RollupJob.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Rollups rollups;
    private final RollupMeters meters;
    private final PassSize size = new PassSize();
    private final Backoff backoff = new Backoff();
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    RollupJob(Rollups rollups, RollupMeters meters) {
        this.rollups = rollups;
        this.meters = meters;
    }

    /** Begins, once. */
    synchronized void start() {
        thread = new Thread(this::run, "airlog-rollup");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Duration pause = PAUSE;
        try (rollups) {
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    pause = pass() ? Duration.ZERO : PAUSE;
                } catch (StoreUnavailableException e) {
                    pause = retry(e, e.needsPerson());
                } catch (RuntimeException e) {
                    pause = retry(e, true);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** One pass; returns whether the next is due at once. */
    private boolean pass() throws StoreUnavailableException {
        long start = System.nanoTime();
        Optional<Pass> done = rollups.pass(size.hours());
        done.ifPresent(pass -> {
            if (pass.leavesSome()) {
                size.took(Duration.ofNanos(System.nanoTime() - start));
            }
            meters.passed(pass);
        });
        backoff.reset();
        return done.filter(Pass::leavesSome).isPresent();
    }

    private Duration retry(Exception cause, boolean needsPerson) {
        size.shrink();
        Duration pause = backoff.lengthen();
        (needsPerson ? log.atError() : log.atWarn())
                .addKeyValue("pause", pause)
                .setCause(cause)
                .log("hours and days are not counted now: what is stored is safe, its averages wait");
        return pause;
    }

    /** Lets a pass under way end, for at most 5 s. A second call does nothing. */
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
