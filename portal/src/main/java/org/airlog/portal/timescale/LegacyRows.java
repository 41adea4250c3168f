package org.airlog.portal.timescale;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.airlog.observation.Clock;
import org.airlog.observation.ReadingTypes;
import org.airlog.portal.download.Column;
import org.airlog.portal.download.Columns;
import org.airlog.portal.download.DownloadQuery;
import org.airlog.portal.download.StoredRow;
import org.airlog.portal.download.Table;

/** The rows of sensors that cannot sign: uploads and firmware dialects. Thread-safe. */
public final class LegacyRows {

    /** Of texts and numbers, as one answer holds them in memory: 2,000 a row of 1,000 rows; a page is at worst five times that. */
    static final int MOST_CHARACTERS = 2 * 1024 * 1024;

    private static final int CHARACTERS_OF_A_NUMBER = 8;
    private static final int FETCHED_AT_ONCE = 200;
    private static final int FIRST_READING = 6;

    private final Database database;

    /** Reads from {@code database}. */
    public LegacyRows(Database database) {
        this.database = database;
    }

    /** What {@code question} asks for, once it has been told which columns exist. */
    public Table read(Function<Columns, DownloadQuery> question) throws StoreUnavailableException, TooLargeException {
        try (Connection connection = database.connection()) {
            Columns columns = columns(connection);
            DownloadQuery query = question.apply(columns);
            List<StoredRow> rows = query.maxRows() == 0 ? List.of() : rows(connection, query, columns);
            return Table.of(rows, query, columns);
        } catch (SQLException fault) {
            throw StoreUnavailableException.of(fault);
        }
    }

    private static Columns columns(Connection connection) throws SQLException {
        // The standard ones first, as in the table.
        String sql =
                """
                SELECT r.name, r.column_name FROM reading_type r
                JOIN pg_attribute a ON a.attrelid = 'observation'::regclass AND a.attname = r.column_name
                WHERE NOT a.attisdropped ORDER BY a.attnum
                """;
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var readings = new ArrayList<Column>();
            while (result.next()) {
                readings.add(new Column(
                        result.getString(1).toLowerCase(Locale.ROOT), Column.Kind.READING, result.getString(2)));
            }
            return new Columns(readings);
        }
    }

    private static List<StoredRow> rows(Connection connection, DownloadQuery query, Columns columns)
            throws SQLException, TooLargeException {
        LegacySql sql = LegacySql.of(query, columns);
        try (var statement = connection.prepareStatement(sql.text())) {
            int index = 1;
            for (Object parameter : sql.parameters()) {
                statement.setObject(index++, parameter);
            }
            statement.setFetchSize(FETCHED_AT_ONCE);
            try (var result = statement.executeQuery()) {
                var rows = new ArrayList<StoredRow>();
                int characters = 0;
                while (result.next()) {
                    rows.add(row(result, columns));
                    String extra = result.getString("extra");
                    characters += (extra == null ? 0 : extra.length())
                            + CHARACTERS_OF_A_NUMBER * columns.readings().size();
                    if (characters > MOST_CHARACTERS) {
                        throw new TooLargeException(MOST_CHARACTERS);
                    }
                }
                return rows;
            }
        }
    }

    private static StoredRow row(ResultSet result, Columns columns) throws SQLException {
        var readings = new LinkedHashMap<String, Double>();
        int index = FIRST_READING;
        for (Column column : columns.readings()) {
            double value = result.getDouble(index++);
            if (!result.wasNull()) {
                readings.put(ReadingTypes.canonicalName(column.name()), value);
            }
        }
        var texts = new LinkedHashMap<String, String>();
        String extra = result.getString("extra");
        if (extra != null) {
            ExtraJson.read(extra, readings, texts);
        }
        return new StoredRow(time(result, 2), time(result, 3), clock(result.getInt(4)), readings, texts);
    }

    private static Instant time(ResultSet result, int index) throws SQLException {
        return result.getObject(index, OffsetDateTime.class).toInstant();
    }

    private static Clock clock(int code) {
        return Arrays.stream(Clock.values())
                .filter(clock -> clock.code() == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no clock has the code " + code));
    }
}
