package org.airlog.portal.timescale;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.airlog.portal.api.LatestReading;
import org.airlog.portal.api.ReadingKind;

/**
 * The newest readings of some sensors. Types are read once and not with each reading, of which a map has tens of thousands:
 * that and the sorting of them took longer than to find them.
 */
final class LatestReadings {

    private LatestReadings() {}

    private record Typed(ReadingKind kind, int rank) {}

    private record Ranked(int rank, LatestReading reading) {}

    /** Those of {@code sensors}, by sensor: the standard types first, then in the order in which types were first seen. */
    static Map<Integer, List<LatestReading>> of(Connection connection, List<Integer> sensors) throws SQLException {
        Map<String, Typed> types = types(connection);
        Map<Integer, List<Ranked>> found = new HashMap<>();
        var unused = new Sql()
                .add(
                        "SELECT l.sensor_id, l.column_name, l.time, l.clock, l.value"
                                + " FROM unnest(?) AS wanted (id) JOIN latest l ON l.sensor_id = wanted.id",
                        (Object) sensors.toArray(new Integer[0]))
                .read(connection, row -> {
                    Typed type = types.get(row.getString(2));
                    if (type != null) {
                        found.computeIfAbsent(row.getInt(1), key -> new ArrayList<>())
                                .add(new Ranked(
                                        type.rank,
                                        new LatestReading(
                                                type.kind, Sql.time(row, 3), row.getInt(4), row.getDouble(5))));
                    }
                    return 1;
                });
        var sorted = new HashMap<Integer, List<LatestReading>>();
        found.forEach((sensor, readings) -> sorted.put(
                sensor,
                readings.stream()
                        .sorted(Comparator.comparingInt(Ranked::rank))
                        .map(Ranked::reading)
                        .toList()));
        return sorted;
    }

    /** By column. */
    private static Map<String, Typed> types(Connection connection) throws SQLException {
        List<ReadingKind> kinds = new Sql()
                .add("SELECT " + PublicSensors.KIND
                        + " FROM reading_type t ORDER BY NOT t.standard, t.first_seen, t.name")
                .read(connection, row -> PublicSensors.kind(row, 1));
        var types = new HashMap<String, Typed>();
        for (int rank = 0; rank < kinds.size(); rank++) {
            types.put(kinds.get(rank).column(), new Typed(kinds.get(rank), rank));
        }
        return types;
    }
}
