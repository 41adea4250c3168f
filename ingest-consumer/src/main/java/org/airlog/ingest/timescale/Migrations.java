package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the database's schema up to date; several consumers may do so at once. */
final class Migrations {

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /** Migrates; a migration that cannot be applied is thrown as it is, because no retry will mend it. */
    static void run(DatabaseAddress address) throws StoreUnavailableException {
        var flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(address.url(), address.user(), address.password())
                .locations("classpath:db/migration")
                .placeholderReplacement(false)
                .load();
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw unavailable(e);
        }
    }

    /** Tells once what the tables are made of. */
    static void tellStorage(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        """
                        SELECT (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'),
                               current_setting('timescaledb.license', true), current_setting('server_version')
                        """)) {
            result.next();
            String extension = result.getString(1);
            if (extension == null) {
                log.atInfo()
                        .addKeyValue("postgresql", result.getString(3))
                        .log("storing in plain tables: TimescaleDB is not offered here");
            } else {
                log.atInfo()
                        .addKeyValue("postgresql", result.getString(3))
                        .addKeyValue("timescaledb", extension)
                        .addKeyValue("licence", result.getString(2))
                        .log("storing in hypertables");
            }
        }
    }

    private static StoreUnavailableException unavailable(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException fault && SqlFaults.isOfSession(fault)) {
                return new StoreUnavailableException(fault);
            }
        }
        throw failure;
    }
}
