package org.airlog.portal.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A year of one real station by the hour, as CSV: {@code time_utc} in seconds, then CO, NO2, O3, PM10, PM2_5, SO2 and others. */
record RealYear(Path file) {

    /** What its sensor is called in public. */
    static final String ID = "realyear00000";

    private static final int READINGS = 6;

    /** Stores it as the observations of {@code sensor}, and notes its hours to be counted. */
    void store(Connection connection, int sensor) throws SQLException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO sensor (id, suid, trust, public_id, manufacturer, model, first_seen) VALUES (" + sensor
                            + ", md5('real')::uuid, 'legacy', '" + ID + "', '', '', timestamptz '2003-01-01Z')");
            statement.execute("INSERT INTO sensor_place VALUES (" + sensor + ", 51.52, -0.15)");
        }
        connection.setAutoCommit(false);
        try (var statement = connection.prepareStatement(
                "INSERT INTO observation (time, sensor_id, received_at, clock, co, no2, o3, pm10, pm2_5, so2)"
                        + " VALUES (?, " + sensor + ", now(), 0, ?, ?, ?, ?, ?, ?)")) {
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                statement.setObject(
                        1, Instant.ofEpochSecond(Long.parseLong(cells[0])).atOffset(ZoneOffset.UTC));
                for (int i = 1; i <= READINGS; i++) {
                    if (cells[i].isEmpty()) {
                        statement.setNull(i + 1, Types.DOUBLE);
                    } else {
                        statement.setDouble(i + 1, Double.parseDouble(cells[i]));
                    }
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
        RollupCheck.note(connection, sensor);
        connection.commit();
        connection.setAutoCommit(true);
    }
}
