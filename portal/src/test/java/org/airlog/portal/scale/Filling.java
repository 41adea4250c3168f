package org.airlog.portal.scale;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** The statements that make a {@link Fleet}: sensors, and a day of some of them in one transaction. Of one connection. */
final class Filling {

    /** Of one sensor: one every ten minutes. */
    static final int ROWS_A_DAY = 144;

    private final Connection connection;

    Filling(Connection connection) throws SQLException {
        this.connection = connection;
        execute("SET synchronous_commit = off");
        execute("SET work_mem = '256MB'");
        execute("SET temp_buffers = '256MB'");
        execute("SET jit = off");
        execute("CREATE TEMP TABLE staged (time timestamptz, sensor_id int, pm10 float8, pm2_5 float8, temp float8)");
        execute("CREATE TEMP TABLE staged_hour (LIKE rollup_hour)");
    }

    Connection connection() {
        return connection;
    }

    int execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    void sensors(int sensors) throws SQLException {
        execute(SENSORS.replace("{{sensors}}", Integer.toString(sensors)));
        execute(PLACES);
    }

    /** The day that begins at {@code day}, of sensors {@code from} to {@code to}; returns how many rows it has. */
    int day(Instant day, int firstStep, int from, int to, boolean isNewest) throws SQLException {
        int some = to - from + 1;
        connection.setAutoCommit(false);
        execute("TRUNCATE staged, staged_hour");
        execute(GENERATE.replace("{{day}}", day.toString())
                .replace("{{step}}", Integer.toString(firstStep))
                .replace("{{rows}}", Integer.toString(ROWS_A_DAY * some))
                .replace("{{from}}", Integer.toString(from))
                .replace("{{some}}", Integer.toString(some)));
        int rows = execute("INSERT INTO observation (time, sensor_id, received_at, clock, pm10, pm2_5, temp)"
                + " SELECT time, sensor_id, time + interval '2 s', 0, pm10, pm2_5, temp FROM staged");
        execute(HOURS);
        execute("INSERT INTO rollup_hour SELECT * FROM staged_hour");
        execute(DAYS);
        if (isNewest) {
            execute(LATEST);
        }
        connection.commit();
        connection.setAutoCommit(true);
        return rows;
    }

    /** Half of them near one of ten cities, half anywhere. */
    private static final String SENSORS =
            """
            INSERT INTO sensor (id, suid, registration, generation, trust, public_id, manufacturer, model, first_seen)
            SELECT i, md5('suid' || i)::uuid, CASE WHEN i % 10 < 5 THEN md5('life' || i)::uuid END, (i % 10 < 5)::int,
                   (ARRAY['certified', 'certified', 'signed', 'signed', 'signed', 'rogue', 'rogue', 'rogue', 'rogue', 'legacy'])
                       [i % 10 + 1], 'fleet' || lpad(i::text, 7, '0'), 'Acme', 'Sniffer 2', timestamptz '2025-01-01Z'
            FROM generate_series(1, {{sensors}}) AS i
            """;

    private static final String PLACES =
            """
            INSERT INTO sensor_place (sensor_id, latitude, longitude)
            SELECT id, floor(latitude * 100 + 0.5) / 100, floor(longitude * 100 + 0.5) / 100
            FROM (SELECT id, (id * 7919 % 9973) / 9973.0 AS a, (id * 6007 % 9967) / 9967.0 AS b FROM sensor) AS random
            CROSS JOIN LATERAL (
                SELECT CASE WHEN id % 2 = 0 THEN 36 + 32 * a
                            ELSE (ARRAY[52.52, 48.86, 51.51, 52.23, 40.42, 41.90, 59.33, 48.21, 50.85, 48.14])[id / 2 % 10 + 1]
                                 + (a - 0.5) * 0.4 END AS latitude,
                       CASE WHEN id % 2 = 0 THEN -10 + 50 * b
                            ELSE (ARRAY[13.40, 2.35, -0.13, 21.01, -3.70, 12.50, 18.07, 16.37, 4.35, 11.58])[id / 2 % 10 + 1]
                                 + (b - 0.5) * 0.6 END AS longitude) AS place
            """;

    /** A row's values follow from its sensor and its time alone. */
    private static final String GENERATE =
            """
            INSERT INTO staged
            SELECT timestamptz '{{day}}' + (step * 600 + sensor_id * 7919 % 600) * interval '1 s', sensor_id,
                   (chance % 900) / 10.0::float8, (chance % 601) / 10.0::float8, (chance % 450) / 10.0::float8 - 10
            FROM generate_series(0, {{rows}}::bigint - 1) AS i
            CROSS JOIN LATERAL (SELECT i / {{some}} AS step, (i % {{some}})::int + {{from}} AS sensor_id) AS which
            CROSS JOIN LATERAL (
                SELECT (sensor_id * 2654435761 + (step + {{step}}) * 40503 * 65537) % 1000003 AS chance) AS value
            """;

    private static final String HOURS =
            """
            INSERT INTO staged_hour
            SELECT sensor_id, v.column_name, bucket, v.count, v.sum, v.min, v.max
            FROM (SELECT sensor_id, date_trunc('hour', time, 'UTC') AS bucket, count(*) AS count,
                         sum(pm10) AS pm10, min(pm10) AS pm10_min, max(pm10) AS pm10_max,
                         sum(pm2_5) AS pm2_5, min(pm2_5) AS pm2_5_min, max(pm2_5) AS pm2_5_max,
                         sum(temp) AS temp, min(temp) AS temp_min, max(temp) AS temp_max
                  FROM staged GROUP BY 1, 2 ORDER BY 2, 1) AS h
            CROSS JOIN LATERAL (VALUES ('pm10', count, pm10, pm10_min, pm10_max), ('pm2_5', count, pm2_5, pm2_5_min, pm2_5_max),
                ('temp', count, temp, temp_min, temp_max)) AS v (column_name, count, sum, min, max)
            """;

    private static final String LATEST =
            """
            INSERT INTO latest (sensor_id, column_name, time, received_at, clock, value)
            SELECT sensor_id, v.column_name, time, time + interval '2 s', 0, v.value
            FROM (SELECT DISTINCT ON (sensor_id) * FROM staged ORDER BY sensor_id, time DESC) AS newest
            CROSS JOIN LATERAL (VALUES ('pm10', pm10), ('pm2_5', pm2_5), ('temp', temp)) AS v (column_name, value)
            """;

    private static final String DAYS =
            """
            INSERT INTO rollup_day
            SELECT sensor_id, column_name, date_trunc('day', bucket, 'UTC'), sum(count), sum(sum), min(min), max(max)
            FROM staged_hour GROUP BY 1, 2, 3
            """;
}
