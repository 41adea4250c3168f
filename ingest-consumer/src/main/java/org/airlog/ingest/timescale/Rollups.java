package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.airlog.ingest.timescale.PendingHours.Hour;
import org.jspecify.annotations.Nullable;

/**
 * The database as whoever keeps the rollups sees it: one {@link #pass} after another, each a transaction.
 *
 * <p>An advisory lock lets one at a time do it, of however many consumers. Transactions are {@code READ COMMITTED}: what is
 * read after the lock was got is at least what the holder before left, and rows are read later than the marks that stand for
 * them, never earlier. Connects anew after a fault. For one thread.
 */
public final class Rollups implements AutoCloseable {

    /** "airlogru" in ASCII: nobody else's by accident. */
    private static final long LOCK = 0x6169_726c_6f67_7275L;

    /** Hours are looked up by key, whatever the statistics say; columns that are added in the meantime wait for a pass. */
    private static final String OPTIONS = String.join(
            " ",
            "-c idle_in_transaction_session_timeout=10s",
            "-c lock_timeout=15s",
            "-c statement_timeout=30s",
            "-c enable_hashjoin=off",
            "-c enable_mergejoin=off",
            "-c enable_seqscan=off",
            "-c enable_bitmapscan=off",
            "-c enable_memoize=off",
            "-c plan_cache_mode=force_custom_plan",
            "-c jit=off");

    private final DatabaseAddress address;
    private @Nullable Connection connection;

    /** Remembers where to connect. */
    public Rollups(DatabaseAddress address) {
        this.address = address;
    }

    /**
     * What a pass has done.
     *
     * @param hours of sensors that were counted
     * @param pendingMarks that it left, those that came meanwhile among them; counted as far as
     *     {@value PendingHours#MOST_MARKS}
     * @param leavesSome whether there is more that had been marked before it began
     */
    public record Pass(int hours, long pendingMarks, boolean leavesSome) {}

    /**
     * Counts at most {@code mostHours} hours of those that are marked.
     *
     * @return empty where another consumer is at it, or where the tables are not there yet
     * @throws StoreUnavailableException where nothing was changed and the caller should come again
     */
    public Optional<Pass> pass(int mostHours) throws StoreUnavailableException {
        try {
            Connection open = open();
            Optional<Pass> pass = isOurs(open) ? Optional.of(run(open, mostHours)) : Optional.empty();
            open.commit();
            return pass;
        } catch (SQLException e) {
            discard(e);
            throw new StoreUnavailableException(e);
        } catch (RuntimeException e) {
            discard(e);
            throw e;
        }
    }

    private static Pass run(Connection connection, int mostHours) throws SQLException {
        var marked = PendingHours.take(connection, mostHours);
        var written = PendingSets.take(
                connection, Math.max(1, mostHours - marked.hours().size()));
        var all = new HashSet<>(marked.hours());
        all.addAll(written.hours());
        Set<Hour> hours = countable(connection, all);
        if (!hours.isEmpty()) {
            var tables = new RollupTables(connection);
            var days = hours.stream().collect(Collectors.groupingBy(Hour::day, TreeMap::new, Collectors.toList()));
            for (var day : days.entrySet()) {
                tables.count(day.getKey(), day.getValue());
            }
        }
        long pending = PendingHours.count(connection) + PendingSets.count(connection);
        return new Pass(hours.size(), pending, marked.leavesSome() || written.leavesSome());
    }

    /** Of a time whose rows have been deleted what was counted stays, whatever comes late. */
    private static Set<Hour> countable(Connection connection, Set<Hour> hours) throws SQLException {
        Optional<Instant> before = hours.isEmpty() ? Optional.empty() : RetentionMark.droppedBefore(connection);
        return before.isEmpty()
                ? hours
                : hours.stream()
                        .filter(hour -> !hour.start().isBefore(before.get()))
                        .collect(Collectors.toSet());
    }

    /** Whether nobody counts until the end of this transaction of {@code connection}. */
    static boolean isHeldBack(Connection connection) throws SQLException {
        return isOurs(connection);
    }

    private static boolean isOurs(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(
                """
                SELECT CASE WHEN to_regclass('rollup_pending_set') IS NULL THEN false ELSE pg_try_advisory_xact_lock(?) END
                """)) {
            statement.setLong(1, LOCK);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            Connection opened = address.connect("airlog-rollup", OPTIONS);
            connection = opened;
            opened.setAutoCommit(false);
            opened.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        return connection;
    }

    /** The end of the session rolls back, also where a rollback could not be sent any more. */
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
