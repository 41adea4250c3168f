package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SqlArrays.utc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code retention}: before which moment rows are gone, and their hours not to be counted again. */
final class RetentionMark {

    private RetentionMark() {}

    /** The midnight of UTC before which everything is older than {@code age}; empty while there are no readings. */
    static Optional<Instant> cutoff(Connection connection, Instant now, Duration age) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT least(?, clock_timestamp(), max(received_at)), max(received_at) FROM latest")) {
            statement.setObject(1, utc(now));
            try (var result = statement.executeQuery()) {
                result.next();
                OffsetDateTime earliest = result.getObject(1, OffsetDateTime.class);
                boolean isEmpty = result.getObject(2, OffsetDateTime.class) == null;
                return isEmpty
                        ? Optional.empty()
                        : Optional.of(earliest.toInstant().minus(age).truncatedTo(ChronoUnit.DAYS));
            }
        }
    }

    /**
     * Notes in this transaction that what is older than {@code cutoff} goes; returns false where some of it waits to be counted,
     * or is just being counted. From the commit on its hours are not counted any more.
     */
    static boolean advance(Connection connection, Instant cutoff) throws SQLException {
        Optional<Instant> before = droppedBefore(connection);
        if (before.isPresent() && !before.get().isBefore(cutoff)) {
            return true;
        }
        if (!Rollups.isHeldBack(connection) || isToBeCounted(connection, cutoff)) {
            return false;
        }
        try (var statement = connection.prepareStatement("UPDATE retention SET dropped_before = ?")) {
            statement.setObject(1, utc(cutoff));
            statement.executeUpdate();
        }
        return true;
    }

    /** Before which moment nothing is counted; empty where everything is. */
    static Optional<Instant> droppedBefore(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT dropped_before FROM retention")) {
            @Nullable OffsetDateTime before = result.next() ? result.getObject(1, OffsetDateTime.class) : null;
            return Optional.ofNullable(before).map(OffsetDateTime::toInstant);
        }
    }

    private static boolean isToBeCounted(Connection connection, Instant cutoff) throws SQLException {
        try (var statement = connection.prepareStatement(
                """
                SELECT EXISTS (SELECT FROM rollup_pending WHERE hour < ?)
                    OR EXISTS (SELECT FROM rollup_pending_set WHERE hour < ?)
                """)) {
            statement.setObject(1, utc(cutoff));
            statement.setObject(2, utc(cutoff));
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
