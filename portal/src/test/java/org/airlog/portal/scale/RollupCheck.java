package org.airlog.portal.scale;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.airlog.ingest.timescale.Rollups;
import org.airlog.ingest.timescale.StoreUnavailableException;

/**
 * Whether hours, days and newest readings of some sensors are what the consumer counts: theirs are put aside, the consumer's
 * own {@link Rollups} count them anew, and nothing may differ but how a sum is rounded: it depends on the order of its summands.
 */
final class RollupCheck {

    private static final int HOURS_A_PASS = 5_000;

    private RollupCheck() {}

    /** Asks for the hours of {@code sensor} to be counted. */
    static void note(Connection connection, int sensor) throws SQLException {
        execute(
                connection,
                "INSERT INTO rollup_pending (sensor_id, hour) SELECT DISTINCT sensor_id, date_trunc('hour', time, 'UTC')"
                        + " FROM observation WHERE sensor_id = " + sensor);
    }

    /** Lets the consumer's code count whatever has been noted; returns how many hours that were. */
    static long count(Rollups rollups) throws StoreUnavailableException {
        long hours = 0;
        Optional<Rollups.Pass> pass;
        do {
            pass = rollups.pass(HOURS_A_PASS);
            hours += pass.map(Rollups.Pass::hours).orElse(0);
        } while (pass.filter(Rollups.Pass::leavesSome).isPresent());
        return hours;
    }

    /** Compares; returns how many hours were counted, and throws where something differs. */
    static long check(Connection connection, Rollups rollups, List<Integer> sensors)
            throws SQLException, StoreUnavailableException {
        for (String table : List.of("rollup_hour", "rollup_day", "latest")) {
            execute(connection, "DROP TABLE IF EXISTS aside_" + table);
            execute(connection, "CREATE TEMP TABLE aside_" + table + " AS SELECT * FROM " + table + " LIMIT 0");
            for (int sensor : sensors) {
                execute(
                        connection,
                        "INSERT INTO aside_" + table + " SELECT * FROM " + table + " WHERE sensor_id = " + sensor);
                execute(connection, "DELETE FROM " + table + " WHERE sensor_id = " + sensor);
            }
        }
        for (int sensor : sensors) {
            note(connection, sensor);
        }
        long hours = count(rollups);
        String which = " WHERE sensor_id IN ("
                + String.join(", ", sensors.stream().map(String::valueOf).toList()) + ")";
        for (String table : List.of("rollup_hour", "rollup_day", "latest")) {
            String columns = table.equals("latest")
                    ? "sensor_id, column_name, time, received_at, clock, value"
                    : "sensor_id, column_name, bucket, count, round(sum::numeric, 6), min, max";
            String made = "SELECT " + columns + " FROM aside_" + table;
            String counted = "SELECT " + columns + " FROM " + table + which;
            long differing = number(
                    connection,
                    "SELECT count(*) FROM ((" + made + " EXCEPT " + counted + ") UNION ALL (" + counted + " EXCEPT "
                            + made + ")) AS differing");
            if (differing > 0) {
                throw new IllegalStateException(differing + " rows of " + table + " are not what the consumer counts");
            }
        }
        return hours;
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
