package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import org.airlog.ingest.batch.ParkingUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of the sink, made when it is needed and thrown away at the first fault. For one thread.
 *
 * <p>Transactions are {@code REPEATABLE READ}: should another consumer write the same row at the same moment (after the
 * number of partitions was changed, say), PostgreSQL refuses one of the two, which then begins anew.
 */
final class Database implements AutoCloseable {

    /**
     * A consumer that is frozen inside a transaction holds its partitions' offsets locked: after 10 s the server ends
     * it, and after 30 s where it was frozen in the middle of a COPY, whose rest the server awaits. Look-ups by key must never become scans, whatever
     * the statistics of an hour ago say.
     */
    private static final String OPTIONS = String.join(
            " ",
            "-c idle_in_transaction_session_timeout=10s",
            "-c lock_timeout=15s",
            "-c statement_timeout=30s",
            "-c enable_hashjoin=off",
            "-c enable_mergejoin=off",
            "-c enable_seqscan=off",
            "-c plan_cache_mode=force_custom_plan",
            "-c jit=off");

    /** Steps inside one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException, FencedException, ParkingUnavailableException;
    }

    private final DatabaseAddress address;
    private @Nullable Connection connection;

    Database(DatabaseAddress address) {
        this.address = address;
    }

    /** Runs {@code work} and commits; whatever is thrown, nothing of it is kept. */
    <T> T inTransaction(Work<T> work) throws StoreUnavailableException, FencedException, ParkingUnavailableException {
        try {
            Connection open = open();
            T result = work.run(open);
            open.commit();
            return result;
        } catch (SQLException e) {
            discard(e);
            throw new StoreUnavailableException(e);
        } catch (FencedException | ParkingUnavailableException | RuntimeException e) {
            discard(e);
            throw e;
        }
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            Connection opened = address.connect("airlog-ingest", OPTIONS);
            connection = opened;
            opened.setAutoCommit(false);
            opened.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            liftDecompressionLimit(opened);
        }
        return connection;
    }

    /** A batch that merges into compressed chunks unpacks as much as it has to: with the limit it would never get through. */
    private static void liftDecompressionLimit(Connection opened) throws SQLException {
        try (var statement = opened.createStatement()) {
            statement.execute(
                    """
                    SELECT set_config(name, '0', false) FROM pg_settings
                    WHERE name = 'timescaledb.max_tuples_decompressed_per_dml_transaction'
                    """);
            opened.commit();
        }
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
    public void close() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
