package org.airlog.bench.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Where what was acknowledged must arrive. For one thread.
 *
 * <p>{@link #passed} is cheap and asked again and again while others work; {@link #rows} counts what is there, and takes its
 * time.
 */
public interface FarEnd extends AutoCloseable {

    /** How often it is asked whether all is there. */
    Duration PAUSE = Duration.ofMillis(10);

    /** How long nothing may move before it is taken for all there will be. */
    Duration PATIENCE = Duration.ofSeconds(20);

    /** A number that grows by one for each observation that is done with. */
    long passed() throws SQLException;

    /** Rows of the fleet. */
    long rows() throws SQLException;

    @Override
    void close() throws SQLException;

    /**
     * Waits until so many have passed, and {@code rows} are there, or nothing has moved for 20 s; returns when something moved last,
     * on the clock of {@link System#nanoTime}. What was sent twice on the way passes twice and is one row: then more
     * must pass than was expected.
     */
    default long await(long target, long rows) throws SQLException, InterruptedException {
        long reached = passed();
        long counted = -1;
        long movedAt = System.nanoTime();
        while (System.nanoTime() - movedAt < PATIENCE.toNanos()) {
            if (reached >= target && counted != reached) {
                counted = reached;
                if (rows() >= rows) {
                    return movedAt;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            long now = passed();
            if (now != reached) {
                reached = now;
                movedAt = System.nanoTime();
            }
        }
        return movedAt;
    }
}
