package org.airlog.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.airlog.ingest.management.RetentionMeters;
import org.airlog.ingest.timescale.Retention;
import org.airlog.ingest.timescale.Retention.Round;
import org.airlog.ingest.timescale.StoreUnavailableException;
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

    private final Retention retention;
    private final InstantSource clock;
    private final RetentionMeters meters;
    private final Rounds rounds;

    RetentionJob(Retention retention, InstantSource clock, RetentionMeters meters) {
        this.retention = retention;
        this.clock = clock;
        this.meters = meters;
        this.rounds = new Rounds("airlog-retention", FIRST_PAUSE, this::round, retention::close);
    }

    /** Begins, once; the first round is a minute away. */
    void start() {
        rounds.start();
    }

    private Duration round() {
        try {
            Optional<Round> done = retention.round(clock.instant(), rounds::isStopped);
            done.ifPresent(this::tell);
            return done.filter(Round::waits).isPresent() ? FIRST_PAUSE : PAUSE;
        } catch (StoreUnavailableException e) {
            failed(e, e.needsPerson());
        } catch (RuntimeException e) {
            failed(e, true);
        }
        return PAUSE;
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
        rounds.close();
    }
}
