package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Where the database is and who we are there.
 *
 * @param url JDBC URL
 */
public record DatabaseAddress(String url, String user, String password) {

    /** A new connection, which {@code options} set up; waits at most 5 s for it and 90 s for an answer on it. */
    Connection connect(String applicationName, String options) throws SQLException {
        return connect(applicationName, options, "90");
    }

    /** The same for work that takes as long as it takes. */
    Connection connectForLong(String applicationName, String options) throws SQLException {
        return connect(applicationName, options, "0");
    }

    private Connection connect(String applicationName, String options, String socketTimeout) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", socketTimeout);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("options", options);
        return DriverManager.getConnection(url, properties);
    }

    @Override
    public String toString() {
        return "DatabaseAddress[" + user + ", password redacted]";
    }
}
