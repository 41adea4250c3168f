package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;

/**
 * Table {@code rollup_pending}: hours of sensors in which rows were written since they were last counted, as people mark them. The
 * sink writes {@link PendingSets}.
 *
 * <p>Marks are added in the rows' own transaction, and taken by one that reads rows no older than the marks it saw. So an hour
 * is counted at least once after its last row is there, whatever commits when.
 */
final class PendingHours {

    /** Most marks that are looked at by one {@link #take}: of the same hour there may be many. */
    static final int MOST_MARKS = 50_000;

    /** Each day is a chunk of the hypertable, which a transaction keeps locked; the sink has the same bound. */
    static final int MOST_DAYS = 50;

    private PendingHours() {}

    /** An hour of a sensor, by its id. */
    record Hour(int sensorId, Instant start) {

        Instant day() {
            return start.truncatedTo(ChronoUnit.DAYS);
        }
    }

    /** How many marks there are, counted as far as {@link #MOST_MARKS}. */
    static long count(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        "SELECT count(*) FROM (SELECT FROM rollup_pending LIMIT " + MOST_MARKS + ") AS marks")) {
            result.next();
            return result.getLong(1);
        }
    }

    /**
     * What was taken.
     *
     * @param leavesSome whether marks are left that were there already
     */
    record Taken(Set<Hour> hours, boolean leavesSome) {}

    /**
     * Takes all marks seen of at most {@code mostHours} hours, those first that have waited longest: an hour that takes long to
     * count, and is marked again and again, comes after all others each time.
     */
    static Taken take(Connection connection, int mostHours) throws SQLException {
        try (var statement = connection.prepareStatement(
                """
                WITH seen AS MATERIALIZED (
                    SELECT ctid AS id, sensor_id, hour FROM rollup_pending LIMIT ?),
                first AS (
                    SELECT id, min(id) OVER (PARTITION BY hour, sensor_id) AS of_hour,
                           min(id) OVER (PARTITION BY date_trunc('day', hour, 'UTC')) AS of_day
                    FROM seen),
                ranked AS (
                    SELECT id, dense_rank() OVER (ORDER BY of_hour) AS hour_rank,
                           dense_rank() OVER (ORDER BY of_day) AS day_rank
                    FROM first),
                taken AS (
                    DELETE FROM rollup_pending
                    WHERE ctid = ANY (ARRAY(SELECT id FROM ranked WHERE hour_rank <= ? AND day_rank <= ?))
                    RETURNING sensor_id, hour)
                SELECT sensor_id, hour, (SELECT count(*) FROM seen) FROM taken
                """)) {
            statement.setInt(1, MOST_MARKS);
            statement.setInt(2, mostHours);
            statement.setInt(3, MOST_DAYS);
            try (var result = statement.executeQuery()) {
                var hours = new HashSet<Hour>();
                long seen = 0;
                long taken = 0;
                while (result.next()) {
                    hours.add(new Hour(
                            result.getInt(1),
                            result.getObject(2, OffsetDateTime.class).toInstant()));
                    seen = result.getLong(3);
                    taken++;
                }
                return new Taken(hours, taken < seen || seen == MOST_MARKS);
            }
        }
    }
}
