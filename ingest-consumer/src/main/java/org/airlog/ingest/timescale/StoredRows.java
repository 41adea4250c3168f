package org.airlog.ingest.timescale;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.airlog.ingest.batch.Row;
import org.airlog.ingest.batch.RowKey;
import org.airlog.observation.Position;
import org.jspecify.annotations.Nullable;

/** Looks up what the table holds, by key; reads only the columns that somebody asks for. */
final class StoredRows {

    private static final int FIRST_COLUMN = 5;

    private final Connection connection;
    private final List<String> columns;
    private final boolean wantsPositions;

    StoredRows(Connection connection, List<String> columns, boolean wantsPositions) {
        this.connection = connection;
        this.columns = columns;
        this.wantsPositions = wantsPositions;
    }

    /** Those of {@code keys} that are there; the keys are distinct. */
    Map<RowKey, Row> find(List<RowKey> keys, ToIntFunction<RowKey> sensorId) throws SQLException {
        var found = new HashMap<RowKey, Row>();
        if (keys.isEmpty()) {
            return found;
        }
        try (var statement = connection.prepareStatement(sql())) {
            statement.setArray(1, SqlArrays.ints(connection, keys, sensorId));
            statement.setArray(2, SqlArrays.times(connection, keys, RowKey::time));
            TimeRange range = TimeRange.of(keys);
            statement.setObject(3, SqlArrays.utc(range.first()));
            statement.setObject(4, SqlArrays.utc(range.last()));
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    found.put(keys.get((int) result.getLong(1) - 1), row(result));
                }
            }
        }
        return found;
    }

    private String sql() {
        var sql = new StringBuilder("SELECT wanted.n, o.received_at, o.clock, o.extra");
        columns.forEach(column -> sql.append(", o.\"").append(column).append('"'));
        if (wantsPositions) {
            sql.append(", l.latitude, l.longitude, l.elevation");
        }
        sql.append(
                """

                FROM unnest(?::int[], ?::timestamptz[]) WITH ORDINALITY AS wanted (sensor_id, time, n)
                JOIN observation o ON o.sensor_id = wanted.sensor_id AND o.time = wanted.time
                """);
        if (wantsPositions) {
            sql.append("LEFT JOIN observation_location l ON l.sensor_id = o.sensor_id AND l.time = o.time\n");
        }
        return sql.append("WHERE o.time BETWEEN ? AND ?").toString();
    }

    private Row row(ResultSet result) throws SQLException {
        var readings = new LinkedHashMap<String, Double>();
        int index = FIRST_COLUMN;
        for (String column : columns) {
            double value = result.getDouble(index++);
            if (!result.wasNull()) {
                readings.put(column, value);
            }
        }
        var numbers = new LinkedHashMap<String, Double>();
        var texts = new LinkedHashMap<String, String>();
        ExtraJson.read(result.getString(4), numbers, texts);
        return new Row(
                result.getObject(2, OffsetDateTime.class).toInstant(),
                result.getInt(3),
                readings,
                numbers,
                texts,
                wantsPositions ? position(result, index) : null);
    }

    private static @Nullable Position position(ResultSet result, int index) throws SQLException {
        double latitude = result.getDouble(index);
        return result.wasNull()
                ? null
                : new Position(latitude, result.getDouble(index + 1), result.getObject(index + 2, Double.class));
    }
}
