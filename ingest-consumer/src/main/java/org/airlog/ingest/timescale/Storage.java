package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * What a database is and what its tables of rows are made of.
 *
 * @param version of TimescaleDB; empty without
 * @param isOffered whether TimescaleDB is installed and loaded, in this database or for it to be had
 * @param hypertables those of {@link #TABLES} that are such
 */
public record Storage(
        Edition edition, String version, String postgresVersion, boolean isOffered, Set<String> hypertables) {

    /** Tables of rows by time: the ones that should be hypertables where there are some. */
    public static final Set<String> TABLES = Set.of("observation", "observation_location");

    public Storage {
        hypertables = Set.copyOf(hypertables);
    }

    /** Whether all tables are what this database has best. */
    public boolean isSettled() {
        return !isOffered || hypertables.equals(TABLES);
    }

    /** Looks; the tables of this application are in the first schema of the search path. */
    static Storage look(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        """
                        SELECT coalesce((SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'), ''),
                               coalesce(current_setting('timescaledb.license', true), ''),
                               current_setting('server_version'),
                               -- Only the preloaded library defines this setting; without it CREATE EXTENSION ends the session.
                               EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')
                                   AND current_setting('timescaledb.disable_load', true) IS NOT NULL
                        """)) {
            result.next();
            String version = result.getString(1);
            boolean isCommunity = result.getString(2).equals("timescale");
            Edition edition = version.isEmpty() ? Edition.NONE : isCommunity ? Edition.COMMUNITY : Edition.APACHE;
            return new Storage(
                    edition,
                    version,
                    result.getString(3),
                    !version.isEmpty() || result.getBoolean(4),
                    version.isEmpty() ? Set.of() : hypertables(connection));
        }
    }

    private static Set<String> hypertables(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        """
                        SELECT hypertable_name FROM timescaledb_information.hypertables
                        WHERE hypertable_schema = current_schema()
                        """)) {
            var names = new HashSet<String>();
            while (result.next()) {
                names.add(result.getString(1));
            }
            names.retainAll(TABLES);
            return names;
        }
    }
}
