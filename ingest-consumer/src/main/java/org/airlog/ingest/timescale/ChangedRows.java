package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.airlog.ingest.batch.Landing;
import org.airlog.ingest.batch.RowKey;

/**
 * Rows of {@code observation} that are there and change: all named columns take the landings' values.
 *
 * <p>Where one of them is not there any more, because somebody has just deleted it, the transaction has to begin anew. One object
 * stands for one transaction.
 */
final class ChangedRows {

    private final Connection connection;
    private final List<String> columns;
    private final ToIntFunction<RowKey> sensorId;

    ChangedRows(Connection connection, List<String> columns, ToIntFunction<RowKey> sensorId) {
        this.connection = connection;
        this.columns = columns;
        this.sensorId = sensorId;
    }

    /**
     * Writes them by insertion: as fast as an update by a join, and where chunks are compressed it unpacks those batches alone that
     * may hold its keys, and not all of its time.
     */
    void write(List<Landing> rows) throws SQLException {
        String sql = "INSERT INTO observation AS o (sensor_id, time, received_at, clock, extra" + named()
                + ") SELECT sensor_id, time, received_at, clock, extra::jsonb" + named() + " FROM " + changed()
                + """
                 ON CONFLICT (sensor_id, time) DO UPDATE
                SET received_at = excluded.received_at,
                    extra = CASE WHEN excluded.extra IS NULL THEN o.extra
                                 ELSE coalesce(o.extra, '{}') || excluded.extra END
                """
                + assignments()
                + " RETURNING xmax = 0 AS is_new";
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, rows);
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    if (result.getBoolean(1)) {
                        throw new SQLException("a row was not there any more", SqlFaults.SERIALIZATION_FAILURE);
                    }
                }
            }
        }
    }

    private String changed() {
        return "unnest(?::int[], ?::timestamptz[], ?::timestamptz[], ?::int[], ?::text[]"
                + ", ?::float8[]".repeat(columns.size())
                + ") AS changed (sensor_id, time, received_at, clock, extra" + named() + ")";
    }

    private void bind(PreparedStatement statement, List<Landing> rows) throws SQLException {
        int index = 1;
        statement.setArray(index++, SqlArrays.ints(connection, rows, row -> sensorId.applyAsInt(row.key())));
        statement.setArray(
                index++, SqlArrays.times(connection, rows, row -> row.key().time()));
        statement.setArray(
                index++, SqlArrays.times(connection, rows, row -> row.row().receivedAt()));
        statement.setArray(
                index++, SqlArrays.ints(connection, rows, row -> row.row().clock()));
        statement.setArray(index++, SqlArrays.texts(connection, rows, row -> ExtraJson.write(row.row())));
        for (String column : columns) {
            statement.setArray(index++, SqlArrays.doubles(connection, rows, row -> row.row()
                    .readings()
                    .get(column)));
        }
    }

    private String assignments() {
        return columns.stream()
                .map(column -> ", \"" + column + "\" = excluded.\"" + column + '"')
                .collect(Collectors.joining());
    }

    private String named() {
        return columns.stream().map(column -> ", \"" + column + '"').collect(Collectors.joining());
    }
}
