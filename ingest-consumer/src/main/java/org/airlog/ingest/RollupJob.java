package org.airlog.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.airlog.ingest.management.RollupMeters;
import org.airlog.ingest.timescale.Rollups;
import org.airlog.ingest.timescale.Rollups.Pass;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is counted by hour and day, and the newest readings, in step with the rows: about a second behind them.
 *
 * <p>By one of several consumers at a time, on a thread of its own, a pass a second where there is little to do. Where there is
 * much, it counts for a tenth of the time and leaves the rest to the sink and the door: what is marked again and again is then
 * counted less often. While little comes in, as after an outage, it counts for half of the time. What fails is tried again after
 * a {@link Backoff}; the sink neither waits for it nor notices.
 */
final class RollupJob implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RollupJob.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Observations a second: with more of them the processors are wanted elsewhere. */
    private static final long LITTLE_A_SECOND = 1_000;

    private static final int PAUSES_WHILE_BUSY = 9;

    private final Rollups rollups;
    private final LongSupplier stored;
    private final RollupMeters meters;
    private final PassSize size = new PassSize();
    private final Backoff backoff = new Backoff();
    private final Rounds rounds;
    private long storedBefore;
    private long lookedAtNanos = System.nanoTime();

    /**
     * Remembers what to do.
     *
     * @param stored how many observations the sink has stored
     */
    RollupJob(Rollups rollups, LongSupplier stored, RollupMeters meters) {
        this.rollups = rollups;
        this.stored = stored;
        this.meters = meters;
        this.rounds = new Rounds("airlog-rollup", PAUSE, this::round, rollups::close);
    }

    /** Begins, once. */
    void start() {
        rounds.start();
    }

    private Duration round() {
        try {
            return pass();
        } catch (StoreUnavailableException e) {
            return retry(e, e.needsPerson());
        } catch (RuntimeException e) {
            return retry(e, true);
        }
    }

    /** One pass; returns how long to wait for the next. */
    private Duration pass() throws StoreUnavailableException {
        long start = System.nanoTime();
        Optional<Pass> done = rollups.pass(size.hours());
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        backoff.reset();
        boolean leavesSome = done.filter(Pass::leavesSome).isPresent();
        if (leavesSome) {
            size.took(took);
        }
        done.ifPresent(meters::passed);
        Duration rest = took.multipliedBy(isBusy() ? PAUSES_WHILE_BUSY : 1);
        return leavesSome || rest.compareTo(PAUSE) > 0 ? rest : PAUSE;
    }

    /** Whether much has been stored since the last look. */
    private boolean isBusy() {
        long now = System.nanoTime();
        long storedNow = stored.getAsLong();
        double seconds = (now - lookedAtNanos) / 1e9;
        boolean isBusy = storedNow - storedBefore > LITTLE_A_SECOND * seconds;
        lookedAtNanos = now;
        storedBefore = storedNow;
        return isBusy;
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
        rounds.close();
    }
}
