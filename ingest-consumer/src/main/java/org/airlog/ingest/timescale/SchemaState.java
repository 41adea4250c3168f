package org.airlog.ingest.timescale;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/**
 * How far a database's schema has been migrated, beside how far this program would.
 *
 * @param applied version of the last migration that the database has had; empty where it has had none
 * @param newest version of the last migration that this program knows
 * @param isFailed whether one was broken off
 */
public record SchemaState(Optional<String> applied, String newest, boolean isFailed) {

    /** Looks, and changes nothing; for another process than the consumer. */
    public static SchemaState of(DatabaseAddress address) throws SQLException {
        try {
            MigrationInfo[] all = Migrations.flyway(address).info().all();
            return new SchemaState(
                    newest(all, migration -> migration.getState().isApplied()),
                    newest(all, migration -> migration.getState().isResolved()).orElse(""),
                    Arrays.stream(all)
                            .anyMatch(migration -> migration.getState().isFailed()));
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException fault) {
                throw fault;
            }
            throw e;
        }
    }

    /** Whether the database has had migrations of a later release. */
    public boolean isAhead() {
        return compare() > 0;
    }

    /** Whether migrations of this release are missing. */
    public boolean isBehind() {
        return compare() < 0;
    }

    private int compare() {
        return MigrationVersion.fromVersion(applied.orElse("0")).compareTo(MigrationVersion.fromVersion(newest));
    }

    private static Optional<String> newest(MigrationInfo[] all, Predicate<MigrationInfo> condition) {
        return Arrays.stream(all)
                .filter(migration -> migration.getVersion() != null)
                .filter(condition)
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .map(MigrationVersion::getVersion);
    }
}
