package org.airlog.ingest.timescale;

import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the database's schema up to date; several consumers may do so at once. */
final class Migrations {

    private Migrations() {}

    /** Migrates; a migration that cannot be applied is thrown as it is, because no retry will mend it. */
    static void run(DatabaseAddress address) throws StoreUnavailableException {
        try {
            flyway(address).migrate();
        } catch (FlywayException e) {
            throw unavailable(e);
        }
    }

    /**
     * Migrations that the database has had and that are not known here are a later release's: they only add (ADR 28), so
     * they are left alone, which is Flyway's own default and is said here because a roll-back depends on it.
     */
    static Flyway flyway(DatabaseAddress address) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(address.url(), address.user(), address.password())
                .locations("classpath:db/migration")
                .placeholderReplacement(false)
                .ignoreMigrationPatterns("*:future")
                .load();
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
