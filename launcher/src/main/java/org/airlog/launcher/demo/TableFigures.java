package org.airlog.launcher.demo;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.airlog.observation.Suid;

/** What has landed of one sensor, asked of the view {@code observations} in plain SQL. */
final class TableFigures {

    private final Connection database;
    private final Suid suid;

    TableFigures(Connection database, Suid suid) {
        this.database = database;
        this.suid = suid;
    }

    /** The column of a reading type of the demo: standard types and added columns alike are in lower case. */
    static String column(String type) {
        return type.toLowerCase(Locale.ROOT);
    }

    /** How many rows there are. */
    long rows() throws SQLException {
        try (PreparedStatement statement =
                database.prepareStatement("SELECT count(*) FROM observations WHERE suid = ?::uuid")) {
            statement.setString(1, suid.toString());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    /** The figures of {@code types}; a type that has no column has no readings. */
    Figures figures(Collection<String> types) throws SQLException {
        Set<String> existing = columns();
        List<String> asked = types.stream().filter(existing::contains).toList();
        // Names that the view has are no input of strangers; quoted all the same.
        String sums = asked.stream()
                .map(column -> ", count(\"" + column + "\"), sum(\"" + column + "\"::numeric)")
                .collect(Collectors.joining());
        try (PreparedStatement statement = database.prepareStatement(
                "SELECT count(*), min(time), max(time)" + sums + " FROM observations WHERE suid = ?::uuid")) {
            statement.setString(1, suid.toString());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                var figures = new LinkedHashMap<String, Figures.OfType>();
                types.forEach(type -> figures.put(type, Figures.OfType.NONE));
                for (int index = 0; index < asked.size(); index++) {
                    BigDecimal sum = result.getBigDecimal(5 + 2 * index);
                    figures.put(
                            asked.get(index),
                            new Figures.OfType(result.getLong(4 + 2 * index), sum == null ? BigDecimal.ZERO : sum));
                }
                return new Figures(result.getLong(1), time(result, 2), time(result, 3), figures);
            }
        }
    }

    private Set<String> columns() throws SQLException {
        var columns = new HashSet<String>();
        try (PreparedStatement statement = database.prepareStatement(
                        "SELECT column_name FROM information_schema.columns WHERE table_name = 'observations'");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                columns.add(result.getString(1));
            }
        }
        return columns;
    }

    private static Optional<Instant> time(ResultSet result, int index) throws SQLException {
        return Optional.ofNullable(result.getObject(index, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
