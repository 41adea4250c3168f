package org.airlog.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.management.RetentionMeters;
import org.airlog.ingest.timescale.Retention;
import org.airlog.ingest.timescale.Retention.Round;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rows that are older than {@code airlog.database.retention}.
 *
 * <p>A round every half an hour, by one of several consumers at a time, on a thread of its own. What fails is told and tried again
 * with the next round; the sink neither waits for it nor notices.
 */
final class RetentionJob implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RetentionJob.class);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMinutes(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Retention retention;
    private final InstantSource clock;
    private final RetentionMeters meters;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread thread;

    RetentionJob(Retention retention, InstantSource clock, RetentionMeters meters) {
        this.retention = retention;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins, once; the first round is a minute away. */
    synchronized void start() {
        thread = new Thread(this::run, "airlog-retention");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try (retention) {
            while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = round() ? FIRST_PAUSE : PAUSE;
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round; returns whether the next is due soon. */
    private boolean round() {
        try {
            Optional<Round> done = retention.round(clock.instant(), () -> stop.getCount() == 0);
            done.ifPresent(this::tell);
            return done.filter(Round::waits).isPresent();
        } catch (StoreUnavailableException e) {
            failed(e, e.needsPerson());
        } catch (RuntimeException e) {
            failed(e, true);
        }
        return false;
    }

    private void tell(Round round) {
        meters.passed(round);
        if (round.waits()) {
            log.atWarn().log("old rows stay for now: some of them have not been counted by hour and day yet");
        } else if (round.observations() + round.positions() > 0) {
            log.atInfo()
                    .addKeyValue("before", round.before().map(Object::toString).orElse(""))
                    .addKeyValue("observations", round.observations())
                    .addKeyValue("positions", round.positions())
                    .log("deleted rows that were older than airlog.database.retention");
        }
    }

    private void failed(Exception cause, boolean needsPerson) {
        meters.failed();
        (needsPerson ? log.atError() : log.atWarn()).setCause(cause).log("old rows are not deleted now");
    }

    /** Lets a batch under way end, for at most 5 s. A second call does nothing. */
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
