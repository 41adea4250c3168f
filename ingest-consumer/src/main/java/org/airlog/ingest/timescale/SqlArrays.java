package org.airlog.ingest.timescale;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Columns of many rows as SQL arrays, and times as SQL knows them. */
final class SqlArrays {

    private SqlArrays() {}

    static <T> Array ints(Connection connection, List<T> rows, ToIntFunction<T> value) throws SQLException {
        return connection.createArrayOf(
                "int4", rows.stream().map(value::applyAsInt).toArray(Integer[]::new));
    }

    static <T> Array longs(Connection connection, List<T> rows, ToLongFunction<T> value) throws SQLException {
        return connection.createArrayOf(
                "int8", rows.stream().map(value::applyAsLong).toArray(Long[]::new));
    }

    /** As ISO 8601: exact to the microsecond, which arithmetic on intervals is not. */
    static <T> Array times(Connection connection, List<T> rows, Function<T, Instant> value) throws SQLException {
        return connection.createArrayOf(
                "timestamptz",
                rows.stream().map(row -> value.apply(row).toString()).toArray(String[]::new));
    }

    static <T> Array doubles(Connection connection, List<T> rows, Function<T, @Nullable Double> value)
            throws SQLException {
        return connection.createArrayOf("float8", rows.stream().map(value).toArray(Double[]::new));
    }

    static <T> Array texts(Connection connection, List<T> rows, Function<T, @Nullable String> value)
            throws SQLException {
        return connection.createArrayOf("text", rows.stream().map(value).toArray(String[]::new));
    }

    static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
