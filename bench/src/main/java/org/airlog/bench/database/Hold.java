package org.airlog.bench.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Holds the sink back while it lasts, so that the log fills: a lock on its account of the log, which it cannot move then. It
 * waits and tries again, as it does while a database is away, and nothing is lost.
 */
public final class Hold implements AutoCloseable {

    private final Connection connection;

    private Hold(Connection connection) {
        this.connection = connection;
    }

    /** Takes hold. */
    public static Hold take(DatabaseAccess access) throws SQLException {
        Connection connection = access.connect();
        try {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
                statement.execute("LOCK TABLE ingest_offset IN EXCLUSIVE MODE");
            }
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
        return new Hold(connection);
    }

    /** Lets go. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
        }
    }
}
