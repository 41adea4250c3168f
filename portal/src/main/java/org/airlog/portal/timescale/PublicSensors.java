package org.airlog.portal.timescale;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.portal.api.LatestReading;
import org.airlog.portal.api.PublicSensor;
import org.airlog.portal.api.ReadingKind;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.api.SensorQuery;

/**
 * What anybody may know of sensors: never a SUID, a registration, or a position but the rounded one. Retired lives are left
 * out. Their newest readings are looked up, not searched for, so that the length of their history does not count.
 * Thread-safe.
 */
public final class PublicSensors {

    static final String KIND = "t.name, t.column_name, t.unit, t.description, t.standard";

    /** A little less than there are. */
    private static final double KM_A_DEGREE = 111;

    private final Database database;

    /** Reads from {@code database}. */
    public PublicSensors(Database database) {
        this.database = database;
    }

    /** A page, and one sensor more where there are more. */
    public List<PublicSensor> page(SensorQuery query) throws StoreUnavailableException, RefusedQueryException {
        try (Connection connection = database.connection()) {
            var sql = selected(query.box().isPresent() || query.circle().isPresent());
            if (query.after().isPresent()) {
                List<Integer> last = new Sql()
                        .add(
                                "SELECT id FROM sensor WHERE public_id = ?",
                                query.after().get())
                        .read(connection, row -> row.getInt(1));
                if (last.isEmpty()) {
                    throw SensorQuery.unknownCursor();
                }
                sql.add(" AND s.id > ?", last.get(0));
            }
            if (!query.trust().isEmpty()) {
                sql.add(" AND s.trust = ANY (?)", (Object) query.trust().toArray(new String[0]));
            }
            query.box().ifPresent(box -> inside(sql, box));
            query.circle().ifPresent(circle -> inside(sql, circle));
            sql.add(" ORDER BY s.id LIMIT ?", query.limit() + 1);
            return withReadings(connection, sql.read(connection, PublicSensors::sensor));
        } catch (SQLException fault) {
            throw StoreUnavailableException.of(fault);
        }
    }

    /** The one of this public id. */
    public Optional<PublicSensor> find(String publicId) throws StoreUnavailableException {
        try (Connection connection = database.connection()) {
            List<PublicSensor> found =
                    selected(false).add(" AND s.public_id = ?", publicId).read(connection, PublicSensors::sensor);
            return withReadings(connection, found).stream().findFirst();
        } catch (SQLException fault) {
            throw StoreUnavailableException.of(fault);
        }
    }

    /** All reading types that have a column, the standard ones first. */
    public List<ReadingKind> kinds() throws StoreUnavailableException {
        return new Sql()
                .add("SELECT " + KIND + " FROM reading_type t"
                        + " JOIN pg_attribute a ON a.attrelid = 'observation'::regclass AND a.attname = t.column_name"
                        + " WHERE NOT a.attisdropped ORDER BY a.attnum")
                .read(database, row -> kind(row, 1));
    }

    static ReadingKind kind(ResultSet row, int first) throws SQLException {
        return new ReadingKind(
                row.getString(first),
                row.getString(first + 1),
                row.getString(first + 2),
                row.getString(first + 3),
                row.getBoolean(first + 4));
    }

    private static Sql selected(boolean hasPlace) {
        return new Sql()
                .add("SELECT s.id, s.public_id, s.trust, " + unlessItHoldsTheSuid("s.manufacturer") + ", "
                        + unlessItHoldsTheSuid("s.model") + ", s.first_seen, p.latitude, p.longitude FROM sensor s "
                        + (hasPlace ? "" : "LEFT ")
                        + "JOIN sensor_place p ON p.sensor_id = s.id WHERE s.retired_at IS NULL");
    }

    /**
     * A device names its maker and model itself: one that gives its SUID away there is not repeated. Texts too short for its
     * 32 digits are not searched, which saves half of a map's time.
     */
    private static String unlessItHoldsTheSuid(String column) {
        return "CASE WHEN length(" + column + ") < 32 THEN " + column
                + " WHEN position(replace(s.suid::text, '-', '') IN regexp_replace(lower(" + column
                + "), '[^0-9a-f]', '', 'g')) > 0 THEN '' ELSE " + column + " END";
    }

    private static void inside(Sql sql, SensorQuery.Box box) {
        sql.add(" AND p.latitude BETWEEN ? AND ?", box.south(), box.north());
        if (box.west() <= box.east()) {
            sql.add(" AND p.longitude BETWEEN ? AND ?", box.west(), box.east());
        } else {
            sql.add(" AND (p.longitude >= ? OR p.longitude <= ?)", box.west(), box.east());
        }
    }

    /**
     * Great circles on a sphere of the Earth's mean radius, 6371.0088 km (IUGG). No two places of which one is further north
     * by 111 km a degree are closer than that: so much is found along an index, and the distance of those alone computed.
     */
    private static void inside(Sql sql, SensorQuery.Circle circle) {
        double degrees = circle.km() / KM_A_DEGREE;
        sql.add(" AND p.latitude BETWEEN ? AND ?", circle.latitude() - degrees, circle.latitude() + degrees)
                .add(
                        " AND 2 * 6371.0088 * asin(least(1, sqrt(sin(radians(p.latitude - ?) / 2) ^ 2 + cos(radians(?))"
                                + " * cos(radians(p.latitude)) * sin(radians(p.longitude - ?) / 2) ^ 2))) <= ?",
                        circle.latitude(),
                        circle.latitude(),
                        circle.longitude(),
                        circle.km());
    }

    private static PublicSensor sensor(ResultSet row) throws SQLException {
        double latitude = row.getDouble(7);
        boolean isPlaced = !row.wasNull();
        double longitude = row.getDouble(8);
        return new PublicSensor(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Sql.time(row, 6),
                isPlaced ? Optional.of(new PublicSensor.Place(latitude, longitude)) : Optional.empty(),
                List.of());
    }

    private static List<PublicSensor> withReadings(Connection connection, List<PublicSensor> sensors)
            throws SQLException {
        if (sensors.isEmpty()) {
            return sensors;
        }
        Map<Integer, List<LatestReading>> readings = LatestReadings.of(
                connection, sensors.stream().map(PublicSensor::key).toList());
        return sensors.stream()
                .map(sensor -> sensor.with(readings.getOrDefault(sensor.key(), List.of())))
                .toList();
    }
}
