package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SqlArrays.utc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.airlog.ingest.timescale.PendingHours.Hour;
import org.airlog.ingest.timescale.PendingHours.Taken;

/**
 * Table {@code rollup_pending_set}: what {@link PendingHours} are, as the sink writes them: one row for each hour that a transaction
 * wrote rows of, with all its sensors. A mark for each of them would cost as much as its row.
 *
 * <p>What is said there of marks holds for these.
 */
final class PendingSets {

    /** Most sets, and about as many sensors in them, that one {@link #take} looks at. */
    private static final int MOST_SETS = 1_000;

    private static final int MOST_SENSORS = 100_000;

    private PendingSets() {}

    /** Some sensors of one hour, marked together. */
    private record PendingSet(Instant hour, List<Integer> sensors, OffsetDateTime markedAt) {}

    /** Marks {@code hours}. */
    static void add(Connection connection, Collection<Hour> hours) throws SQLException {
        Map<Instant, List<Integer>> sets = hours.stream()
                .collect(Collectors.groupingBy(Hour::start, Collectors.mapping(Hour::sensorId, Collectors.toList())));
        try (var statement =
                connection.prepareStatement("INSERT INTO rollup_pending_set (hour, sensor_ids) VALUES (?, ?)")) {
            for (var set : sets.entrySet()) {
                statement.setObject(1, utc(set.getKey()));
                statement.setArray(2, SqlArrays.ints(connection, set.getValue(), Integer::intValue));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** How many sensors' hours there are; of one that was marked twice, both; counted in the first sets. */
    static long count(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT coalesce(sum(cardinality(sensor_ids)), 0) FROM"
                        + " (SELECT sensor_ids FROM rollup_pending_set LIMIT " + MOST_SETS + ") AS sets")) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Takes at most {@code mostHours} hours, of the days that have waited longest; the rest of the sets it puts back. */
    static Taken take(Connection connection, int mostHours) throws SQLException {
        var sets = new ArrayList<PendingSet>();
        boolean seesAll = delete(connection, sets);
        sets.sort(Comparator.comparing(PendingSet::markedAt));
        var taken = new LinkedHashSet<Hour>();
        var days = new HashSet<Instant>();
        var left = new ArrayList<PendingSet>();
        var waiting = new HashSet<Hour>();
        for (PendingSet set : sets) {
            var back = new ArrayList<Integer>();
            for (int sensor : set.sensors()) {
                var hour = new Hour(sensor, set.hour());
                boolean isRoom =
                        taken.size() < mostHours && (days.size() < PendingHours.MOST_DAYS || days.contains(hour.day()));
                if (isRoom && !waiting.contains(hour)) {
                    taken.add(hour);
                    days.add(hour.day());
                } else if (!taken.contains(hour) && waiting.add(hour)) {
                    back.add(sensor);
                }
            }
            if (!back.isEmpty()) {
                left.add(new PendingSet(set.hour(), back, set.markedAt()));
            }
        }
        putBack(connection, left);
        return new Taken(Set.copyOf(taken), !seesAll || !left.isEmpty());
    }

    /** Returns whether there were no others. */
    private static boolean delete(Connection connection, List<PendingSet> sets) throws SQLException {
        long seen = 0;
        try (var statement = connection.prepareStatement(
                """
                WITH oldest AS (
                    SELECT ctid AS id, marked_at, cardinality(sensor_ids) AS sensors
                    FROM rollup_pending_set ORDER BY marked_at LIMIT ?),
                seen AS MATERIALIZED (
                    SELECT id, sum(sensors) OVER (ORDER BY marked_at, id) - sensors AS before FROM oldest)
                DELETE FROM rollup_pending_set
                WHERE ctid = ANY (ARRAY(SELECT id FROM seen WHERE before < ?))
                RETURNING hour, sensor_ids, marked_at, (SELECT count(*) FROM seen)
                """)) {
            statement.setInt(1, MOST_SETS);
            statement.setInt(2, MOST_SENSORS);
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    sets.add(new PendingSet(
                            result.getObject(1, OffsetDateTime.class).toInstant(),
                            List.of((Integer[]) result.getArray(2).getArray()),
                            result.getObject(3, OffsetDateTime.class)));
                    seen = result.getLong(4);
                }
            }
        }
        return seen < MOST_SETS && seen == sets.size();
    }

    private static void putBack(Connection connection, List<PendingSet> sets) throws SQLException {
        try (var statement = connection.prepareStatement(
                "INSERT INTO rollup_pending_set (hour, sensor_ids, marked_at) VALUES (?, ?, ?)")) {
            for (PendingSet set : sets) {
                statement.setObject(1, utc(set.hour()));
                statement.setArray(2, SqlArrays.ints(connection, set.sensors(), Integer::intValue));
                statement.setObject(3, set.markedAt());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
