package org.airlog.bench.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A PostgreSQL database and who asks.
 *
 * @param jdbcUrl without user and password
 */
public record DatabaseAccess(String jdbcUrl, String user, String password) {

    Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "airlog-bench");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    @Override
    public String toString() {
        return "DatabaseAccess[redacted]";
    }
}
