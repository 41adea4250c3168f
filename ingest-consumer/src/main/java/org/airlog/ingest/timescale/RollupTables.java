package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SqlArrays.utc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.airlog.ingest.timescale.PendingHours.Hour;

/**
 * Tables {@code rollup_hour}, {@code rollup_day} and {@code latest}, counted anew from the rows of some hours.
 *
 * <p>Nothing is added to what was counted before: a reading that was replaced, or a row that came late, needs no thought. What
 * does not differ is not rewritten. Every statement keeps to one day, which is one chunk, and names the columns, without which
 * an index on (sensor, column, bucket) would be read from a sensor's first hour to its last. One object stands for one
 * transaction, and for the columns that there are in it.
 */
final class RollupTables {

    /** Three billion of these in an hour and a day of such hours still have a sum: PostgreSQL refuses one that overflows. */
    private static final String LARGEST_SUMMAND = "1e290";

    /**
     * Rows of an hour that are counted, its first: 277 a second, more than any sensor may send over time. Whoever sends a backlog
     * into one single hour for days cannot make a pass take longer than it may.
     */
    static final int MOST_ROWS = 1_000_000;

    private final Connection connection;
    private final List<String> columns;
    private final String countHours;

    /** Finds out which reading columns there are: after the marks have been taken, as the marked rows may have brought some. */
    RollupTables(Connection connection) throws SQLException {
        this.connection = connection;
        this.columns = columns(connection);
        this.countHours = countHours(columns);
    }

    private static List<String> columns(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(
                        """
                        SELECT r.column_name
                        FROM reading_type r
                        JOIN pg_attribute a ON a.attname = r.column_name
                        WHERE a.attrelid = 'observation'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                        ORDER BY a.attnum
                        """)) {
            var columns = new ArrayList<String>();
            while (result.next()) {
                columns.add(result.getString(1));
            }
            return columns;
        }
    }

    /** Counts {@code hours}, all of the day that begins at {@code day}, and the day of their sensors. */
    void count(Instant day, List<Hour> hours) throws SQLException {
        OffsetDateTime begin = utc(day);
        OffsetDateTime end = utc(day.plus(Duration.ofDays(1)));
        try (var statement = connection.prepareStatement(countHours)) {
            statement.setArray(1, SqlArrays.ints(connection, hours, Hour::sensorId));
            statement.setArray(2, SqlArrays.times(connection, hours, Hour::start));
            statement.setObject(3, begin);
            statement.setObject(4, end);
            statement.setArray(5, connection.createArrayOf("text", columns.toArray()));
            statement.setObject(6, begin);
            statement.setObject(7, end);
            statement.executeUpdate();
        }
        try (var statement = connection.prepareStatement(COUNT_DAYS)) {
            List<Integer> sensors =
                    hours.stream().map(Hour::sensorId).distinct().toList();
            statement.setObject(1, begin);
            statement.setObject(2, end);
            statement.setArray(3, SqlArrays.ints(connection, sensors, Integer::intValue));
            statement.setArray(4, connection.createArrayOf("text", columns.toArray()));
            statement.setArray(5, connection.createArrayOf("text", columns.toArray()));
            statement.executeUpdate();
        }
    }

    private static String countHours(List<String> columns) {
        String values = each(columns, ", ", "('COLUMN', o.\"COLUMN\")");
        // One aggregate for all columns costs a quarter of what grouping their values by name does.
        String aggregates = each(
                columns,
                "",
                """
                , count("COLUMN") AS count_NUMBER,
                sum(greatest(least("COLUMN", LARGEST), -LARGEST)) FILTER (WHERE "COLUMN" IS NOT NULL) AS sum_NUMBER,
                min("COLUMN") AS min_NUMBER, max("COLUMN") AS max_NUMBER,
                max(time) FILTER (WHERE "COLUMN" IS NOT NULL) AS newest_NUMBER
                """);
        String counts = each(
                columns,
                ", ",
                """
                ('COLUMN', count_NUMBER, sum_NUMBER, min_NUMBER, max_NUMBER, newest_NUMBER)
                """);
        return """
                WITH touched AS MATERIALIZED (
                    SELECT * FROM unnest(?::int[], ?::timestamptz[]) AS t (sensor_id, bucket)),
                counted AS MATERIALIZED (
                    SELECT t.sensor_id, v.column_name, t.bucket, v.count, v.sum, v.min, v.max, v.newest
                    FROM touched t
                    CROSS JOIN LATERAL (
                        SELECT count(*) AGGREGATES FROM (
                            SELECT * FROM observation o
                            WHERE o.sensor_id = t.sensor_id AND o.time >= t.bucket
                              AND o.time < t.bucket + interval '1 hour' AND o.time >= ? AND o.time < ?
                            ORDER BY o.time LIMIT MOST_ROWS) AS o) AS h
                    CROSS JOIN LATERAL (VALUES COUNTS) AS v (column_name, count, sum, min, max, newest)
                    WHERE v.count > 0),
                emptied AS (
                    DELETE FROM rollup_hour h
                    USING touched t
                    WHERE h.sensor_id = t.sensor_id AND h.column_name = ANY (?) AND h.bucket = t.bucket
                      AND (h.sensor_id, h.column_name, h.bucket)
                          NOT IN (SELECT sensor_id, column_name, bucket FROM counted)),
                written AS (
                    INSERT INTO rollup_hour AS h (sensor_id, column_name, bucket, count, sum, min, max)
                    SELECT sensor_id, column_name, bucket, count, sum, min, max FROM counted
                    ON CONFLICT (sensor_id, column_name, bucket) DO UPDATE
                    SET count = excluded.count, sum = excluded.sum, min = excluded.min, max = excluded.max
                    WHERE (h.count, h.sum, h.min, h.max)
                          IS DISTINCT FROM (excluded.count, excluded.sum, excluded.min, excluded.max)),
                newest AS (
                    SELECT sensor_id, column_name, max(newest) AS time FROM counted GROUP BY sensor_id, column_name)
                INSERT INTO latest AS l (sensor_id, column_name, time, received_at, clock, value)
                SELECT n.sensor_id, n.column_name, o.time, o.received_at, o.clock, v.value
                FROM newest n
                JOIN observation o ON o.sensor_id = n.sensor_id AND o.time = n.time AND o.time >= ? AND o.time < ?
                CROSS JOIN LATERAL (VALUES READINGS) AS v (column_name, value)
                WHERE v.column_name = n.column_name
                  AND NOT EXISTS (SELECT FROM latest newer
                                  WHERE newer.sensor_id = n.sensor_id AND newer.column_name = n.column_name
                                    AND newer.time > n.time)
                ON CONFLICT (sensor_id, column_name) DO UPDATE
                SET time = excluded.time, received_at = excluded.received_at, clock = excluded.clock,
                    value = excluded.value, updated_at = excluded.updated_at
                WHERE (l.time, l.received_at, l.clock, l.value)
                      IS DISTINCT FROM (excluded.time, excluded.received_at, excluded.clock, excluded.value)
                """
                .replace("AGGREGATES", aggregates)
                .replace("COUNTS", counts)
                .replace("MOST_ROWS", String.valueOf(MOST_ROWS))
                .replace("LARGEST", LARGEST_SUMMAND)
                .replace("READINGS", values);
    }

    /** Safe: a column's name has only lower-case letters, digits and underscores. */
    private static String each(List<String> columns, String separator, String sql) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> sql.replace("COLUMN", columns.get(i)).replace("NUMBER", String.valueOf(i)))
                .collect(Collectors.joining(separator));
    }

    private static final String COUNT_DAYS =
            """
            WITH touched AS MATERIALIZED (
                SELECT t.sensor_id, ?::timestamptz AS bucket, ?::timestamptz AS next
                FROM unnest(?::int[]) AS t (sensor_id)),
            counted AS MATERIALIZED (
                SELECT t.sensor_id, h.column_name, t.bucket, sum(h.count)::bigint AS count, sum(h.sum) AS sum,
                       min(h.min) AS min, max(h.max) AS max
                FROM touched t
                JOIN rollup_hour h ON h.sensor_id = t.sensor_id AND h.column_name = ANY (?)
                 AND h.bucket >= t.bucket AND h.bucket < t.next
                GROUP BY t.sensor_id, h.column_name, t.bucket),
            emptied AS (
                DELETE FROM rollup_day d
                USING touched t
                WHERE d.sensor_id = t.sensor_id AND d.column_name = ANY (?) AND d.bucket = t.bucket
                  AND (d.sensor_id, d.column_name, d.bucket)
                      NOT IN (SELECT sensor_id, column_name, bucket FROM counted))
            INSERT INTO rollup_day AS d (sensor_id, column_name, bucket, count, sum, min, max)
            SELECT sensor_id, column_name, bucket, count, sum, min, max FROM counted
            ON CONFLICT (sensor_id, column_name, bucket) DO UPDATE
            SET count = excluded.count, sum = excluded.sum, min = excluded.min, max = excluded.max
            WHERE (d.count, d.sum, d.min, d.max)
                  IS DISTINCT FROM (excluded.count, excluded.sum, excluded.min, excluded.max)
            """;
}
