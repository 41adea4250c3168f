package org.airlog.portal.timescale;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.airlog.portal.client.NearbyReading;
import org.airlog.portal.client.Position;
import org.airlog.portal.client.Surroundings;
import org.airlog.portal.quality.Pollutant;

/**
 * The newest readings of the sensors around a position, by their public places alone. Thread-safe.
 *
 * <p>At most two rows a pollutant, however many sensors there are and however long their history: of those that sign and of
 * the others the nearest that has measured it of late.
 */
public final class NearbyReadings {

    /**
     * The order is that of the haversine formula's inner term, which grows with the distance. A box that crosses the
     * antimeridian reaches beyond ±180°.
     */
    private static final String SQL =
            """
            SELECT DISTINCT ON (l.column_name, signed)
                l.column_name, s.trust IN ('signed', 'certified') AS signed, p.latitude, p.longitude, l.time, l.value
            FROM sensor_place p
            JOIN sensor s ON s.id = p.sensor_id
            JOIN latest l ON l.sensor_id = p.sensor_id
            WHERE p.latitude BETWEEN ? AND ?
            AND (p.longitude BETWEEN ? AND ? OR p.longitude - 360 BETWEEN ? AND ? OR p.longitude + 360 BETWEEN ? AND ?)
            AND s.retired_at IS NULL AND l.column_name = ANY (?) AND l.time >= ?
            ORDER BY l.column_name, signed,
                power(sin(radians(p.latitude - ?) / 2), 2)
                    + cos(radians(?)) * cos(radians(p.latitude)) * power(sin(radians(p.longitude - ?) / 2), 2),
                l.time DESC
            """;

    private final Database database;

    /** Reads from {@code database}. */
    public NearbyReadings(Database database) {
        this.database = database;
    }

    /** Those within {@code metres}, and some from the corners beyond, measured at {@code since} or later. */
    public List<NearbyReading> around(Position position, double metres, Instant since)
            throws StoreUnavailableException {
        try (Connection connection = database.connection();
                var statement = connection.prepareStatement(SQL)) {
            bind(statement, position, Surroundings.of(position, metres));
            statement.setArray(
                    9,
                    connection.createArrayOf(
                            "text",
                            Arrays.stream(Pollutant.values())
                                    .map(Pollutant::column)
                                    .toArray()));
            statement.setObject(10, since.atOffset(ZoneOffset.UTC));
            try (var result = statement.executeQuery()) {
                var readings = new ArrayList<NearbyReading>();
                while (result.next()) {
                    readings.add(reading(result));
                }
                return readings;
            }
        } catch (SQLException fault) {
            throw StoreUnavailableException.of(fault);
        }
    }

    private static void bind(PreparedStatement statement, Position position, Surroundings box) throws SQLException {
        statement.setDouble(1, box.south());
        statement.setDouble(2, box.north());
        for (int index = 3; index < 9; index += 2) {
            statement.setDouble(index, box.west());
            statement.setDouble(index + 1, box.east());
        }
        statement.setDouble(11, position.latitude());
        statement.setDouble(12, position.latitude());
        statement.setDouble(13, position.longitude());
    }

    private static NearbyReading reading(ResultSet result) throws SQLException {
        return new NearbyReading(
                Pollutant.ofColumn(result.getString(1)).orElseThrow(),
                result.getBoolean(2),
                new Position(result.getDouble(3), result.getDouble(4)),
                result.getObject(5, OffsetDateTime.class).toInstant(),
                result.getDouble(6));
    }
}
