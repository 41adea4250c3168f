package org.airlog.ingest.timescale;

import static org.airlog.ingest.timescale.SensorTable.setRegistration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.ingest.batch.Place;
import org.airlog.observation.Position;
import org.airlog.observation.codec.SensorRecord.State;

/** Tables {@code sensor_location}, which hardly anybody may read, and {@code sensor_place}, what may be shown of it. */
final class SensorPositions {

    private SensorPositions() {}

    /** Writes the positions of those lives that {@code steps} begin or tell anew; their rows of {@code sensor} are there. */
    static void write(Connection connection, List<Step> steps) throws SQLException {
        try (var location = connection.prepareStatement(
                        """
                        INSERT INTO sensor_location (sensor_id, latitude, longitude, elevation)
                        SELECT id, ?, ?, ? FROM sensor WHERE suid = ? AND registration IS NOT DISTINCT FROM ?
                        ON CONFLICT (sensor_id) DO UPDATE
                        SET latitude = excluded.latitude, longitude = excluded.longitude, elevation = excluded.elevation
                        """);
                var shown = connection.prepareStatement(
                        """
                        INSERT INTO sensor_place (sensor_id, latitude, longitude)
                        SELECT id, ?, ? FROM sensor WHERE suid = ? AND registration IS NOT DISTINCT FROM ?
                        ON CONFLICT (sensor_id) DO UPDATE
                        SET latitude = excluded.latitude, longitude = excluded.longitude
                        """)) {
            for (Step step : steps) {
                State state = step.content().state();
                Position position = step.location();
                if (position == null || state.isMarker() || state == State.REVOKED) {
                    continue;
                }
                location.setDouble(1, position.latitude());
                location.setDouble(2, position.longitude());
                location.setObject(3, position.elevation(), Types.DOUBLE);
                location.setObject(4, step.content().suid().value());
                setRegistration(location, 5, step.sensor());
                location.addBatch();
                Place place = Place.of(position);
                shown.setDouble(1, place.latitude());
                shown.setDouble(2, place.longitude());
                shown.setObject(3, step.content().suid().value());
                setRegistration(shown, 4, step.sensor());
                shown.addBatch();
            }
            location.executeBatch();
            shown.executeBatch();
        }
    }
}
