package org.airlog.bench.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Somebody else's table, by a query that counts its rows. */
public final class CountQuery implements FarEnd {

    private final Connection connection;
    private final String sql;

    /** Connects. */
    public CountQuery(DatabaseAccess access, String sql) throws SQLException {
        this.connection = access.connect();
        this.sql = sql;
    }

    @Override
    public long passed() throws SQLException {
        return rows();
    }

    @Override
    public long rows() throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            if (!result.next()) {
                throw new SQLException("--stored-query returned no row");
            }
            return result.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
