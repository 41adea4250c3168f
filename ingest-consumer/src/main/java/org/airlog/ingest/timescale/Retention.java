package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The database as whoever deletes old rows sees it: one {@link #round} after another, each of many short transactions.
 *
 * <p>Whole days of UTC go: chunks where tables are hypertables, batches of rows where they are plain. Hours, days and newest
 * readings stay. How old a row is, the earliest of three clocks says: ours, the database's, and the time at which the newest
 * reading was received, so that no single wrong clock deletes anything; where nothing is received any more nothing is deleted.
 *
 * <p>Before a day goes all that was marked of it has been counted, and it is not counted again: a row that comes later still is
 * stored, counted nowhere, and goes with the next round. An advisory lock lets one of several consumers do it at a time. For
 * one thread.
 */
public final class Retention implements AutoCloseable {

    /** "airlogre" in ASCII: nobody else's by accident. */
    private static final long LOCK = 0x6169_726c_6f67_7265L;

    private static final String OPTIONS = String.join(
            " ",
            "-c idle_in_transaction_session_timeout=10s",
            "-c lock_timeout=5s",
            "-c statement_timeout=60s",
            "-c enable_seqscan=off",
            "-c jit=off");

    private final DatabaseAddress address;
    private final Duration age;
    private @Nullable Connection connection;

    /** Remembers where to connect; rows older than {@code age} go. */
    public Retention(DatabaseAddress address, Duration age) {
        this.address = address;
        this.age = age;
    }

    /**
     * What a round has done.
     *
     * @param observations that were deleted
     * @param positions that were deleted
     * @param before everything older is gone; empty where nothing was ever deleted
     * @param waits whether older rows wait to be counted first
     */
    public record Round(long observations, long positions, Optional<Instant> before, boolean waits) {}

    /**
     * Deletes what is too old at {@code now}, until all is gone or {@code isStopped} says so.
     *
     * @return empty where another consumer is at it, or where the tables are not there yet
     * @throws StoreUnavailableException where it went wrong and the caller should come again; what was deleted is
     */
    public Optional<Round> round(Instant now, BooleanSupplier isStopped) throws StoreUnavailableException {
        try {
            Connection open = open();
            if (!isOurs(open)) {
                return Optional.empty();
            }
            try {
                return Optional.of(run(open, now, isStopped));
            } finally {
                unlock(open);
            }
        } catch (SQLException e) {
            discard(e);
            throw new StoreUnavailableException(e);
        } catch (RuntimeException e) {
            discard(e);
            throw e;
        }
    }

    private Round run(Connection open, Instant now, BooleanSupplier isStopped) throws SQLException {
        Optional<Instant> cutoff = RetentionMark.cutoff(open, now, age);
        boolean isMarked = cutoff.isPresent() && RetentionMark.advance(open, cutoff.get());
        open.commit();
        long observations = 0;
        long positions = 0;
        if (cutoff.isPresent() && isMarked) {
            Storage storage = Storage.look(open);
            observations = new OldRows(open, storage, "observation", "observations").delete(cutoff.get(), isStopped);
            positions = new OldRows(open, storage, "observation_location", "positions").delete(cutoff.get(), isStopped);
        }
        Optional<Instant> before = RetentionMark.droppedBefore(open);
        open.commit();
        return new Round(observations, positions, before, cutoff.isPresent() && !isMarked);
    }

    /** For the session, as a round has many transactions. */
    private static boolean isOurs(Connection open) throws SQLException {
        try (var statement = open.prepareStatement(
                "SELECT CASE WHEN to_regclass('rollup_pending_set') IS NULL THEN false ELSE pg_try_advisory_lock(?) END")) {
            statement.setLong(1, LOCK);
            try (var result = statement.executeQuery()) {
                boolean isOurs = result.next() && result.getBoolean(1);
                open.commit();
                return isOurs;
            }
        }
    }

    private static void unlock(Connection open) throws SQLException {
        if (open.isClosed()) {
            return;
        }
        open.rollback();
        try (var statement = open.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock_all()");
            open.commit();
        }
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            Connection opened = address.connect("airlog-retention", OPTIONS);
            connection = opened;
            opened.setAutoCommit(false);
            opened.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        return connection;
    }

    /** The end of the session rolls back and gives the lock away. */
    private void discard(Exception cause) {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.abort(Runnable::run);
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException alreadyGone) {
            // So is the lock.
        }
    }
}
