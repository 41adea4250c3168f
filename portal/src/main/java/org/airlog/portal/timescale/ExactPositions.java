package org.airlog.portal.timescale;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a sensor is, exactly. Read as the role {@code airlog_location}, which is taken for the one transaction that reads: a login
 * that was granted it {@code WITH INHERIT FALSE} reads no position by any other statement, be it by mistake. Thread-safe.
 */
public final class ExactPositions {

    /** Insufficient privilege; and a role that does not exist. */
    private static final Set<String> NOT_GRANTED = Set.of("42501", "22023", "42704");

    private static final String REGISTERED =
            "SELECT latitude, longitude, elevation, NULL::timestamptz FROM sensor_location WHERE sensor_id = ?";
    private static final String NEWEST = "SELECT latitude, longitude, elevation, time FROM observation_location"
            + " WHERE sensor_id = ? ORDER BY time DESC LIMIT 1";

    private final Database database;

    /** Reads from {@code database}. */
    public ExactPositions(Database database) {
        this.database = database;
    }

    /** What came of a look. */
    public sealed interface Look {

        /**
         * It is there.
         *
         * @param altitude in metres; null where it is not known
         * @param since when the sensor said so with a reading; null where it was registered there
         */
        record Found(double latitude, double longitude, @Nullable Double altitude, @Nullable Instant since)
                implements Look {

            @Override
            public String toString() {
                return "Found[redacted]";
            }
        }

        /** Nobody has said. */
        record Unknown() implements Look {}

        /** There is no such sensor. */
        record NoSensor() implements Look {}

        /** The role is not {@code login}'s to take. */
        record Denied(String login) implements Look {}
    }

    private record Wanted(int sensor, String login) {}

    /** Looks where {@code publicId} is: where it was registered, else where its newest reading with a position was taken. */
    public Look find(String publicId) throws StoreUnavailableException {
        try (Connection connection = database.connection()) {
            List<Wanted> wanted = new Sql()
                    .add("SELECT id, quote_ident(session_user) FROM sensor WHERE public_id = ?", publicId)
                    .read(connection, row -> new Wanted(row.getInt(1), row.getString(2)));
            connection.rollback();
            if (wanted.isEmpty()) {
                return new Look.NoSensor();
            }
            return look(connection, wanted.get(0));
        } catch (SQLException fault) {
            throw StoreUnavailableException.of(fault);
        }
    }

    private static Look look(Connection connection, Wanted wanted) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET LOCAL ROLE airlog_location");
            Optional<Look.Found> found = read(connection, REGISTERED, wanted.sensor());
            if (found.isEmpty()) {
                found = read(connection, NEWEST, wanted.sensor());
            }
            return found.isPresent() ? found.get() : new Look.Unknown();
        } catch (SQLException fault) {
            if (NOT_GRANTED.contains(String.valueOf(fault.getSQLState()))) {
                return new Look.Denied(wanted.login());
            }
            throw fault;
        } finally {
            // With it the role goes.
            connection.rollback();
        }
    }

    private static Optional<Look.Found> read(Connection connection, String sql, int sensor) throws SQLException {
        return new Sql()
                .add(sql, sensor).read(connection, ExactPositions::position).stream()
                        .findFirst();
    }

    private static Look.Found position(ResultSet row) throws SQLException {
        OffsetDateTime since = row.getObject(4, OffsetDateTime.class);
        return new Look.Found(
                row.getDouble(1),
                row.getDouble(2),
                row.getObject(3, Double.class),
                since == null ? null : since.toInstant());
    }
}
