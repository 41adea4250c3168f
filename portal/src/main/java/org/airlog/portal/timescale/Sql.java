package org.airlog.portal.timescale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A statement that is put together with its parameters. Names in it are Airlog's own or quoted. */
final class Sql {

    private static final int FETCHED_AT_ONCE = 1_000;

    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    /** Reads one row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Adds text; each question mark in it is one of {@code values}. */
    Sql add(String more, Object... values) {
        text.append(more);
        for (Object value : values) {
            parameters.add(value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
        }
        return this;
    }

    /** A name in it. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text in it. */
    static String literal(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    /** All rows; the statement itself bounds them. */
    <T> List<T> read(Database database, RowReader<T> reader) throws StoreUnavailableException {
        try (Connection connection = database.connection()) {
            return read(connection, reader);
        } catch (SQLException fault) {
            throw StoreUnavailableException.of(fault);
        }
    }

    /** The same by a connection that does more. */
    <T> List<T> read(Connection connection, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
            for (int i = 0; i < parameters.size(); i++) {
                Object value = parameters.get(i);
                if (value instanceof String[] texts) {
                    statement.setArray(i + 1, connection.createArrayOf("text", texts));
                } else if (value instanceof Integer[] numbers) {
                    statement.setArray(i + 1, connection.createArrayOf("int4", numbers));
                } else {
                    statement.setObject(i + 1, value);
                }
            }
            statement.setFetchSize(FETCHED_AT_ONCE);
            try (ResultSet result = statement.executeQuery()) {
                var rows = new ArrayList<T>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        }
    }

    static Instant time(ResultSet row, int index) throws SQLException {
        return row.getObject(index, OffsetDateTime.class).toInstant();
    }
}
