package org.airlog.launcher.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.airlog.ingest.timescale.SchemaState;
import org.airlog.launcher.doctor.DatabaseFacts.LocationRole;
import org.airlog.launcher.doctor.DatabaseFacts.Tables;
import org.airlog.launcher.doctor.DatabaseFacts.Timescale;

/** Asks the database for its schema, its edition and what its user may do. */
record DatabaseCheck(Database database, Duration patience) implements Check {

    private static final List<String> WRITTEN =
            List.of("sensor", "observation", "ingest_offset", "sensor_location", "observation_location");

    @Override
    public String name() {
        return DatabaseJudgement.CHECK;
    }

    @Override
    public List<Finding> look() {
        try (Connection connection = database.connect(patience)) {
            return DatabaseJudgement.of(ask(connection), database.where());
        } catch (SQLException e) {
            return List.of(database.failure(name(), e));
        }
    }

    private DatabaseFacts ask(Connection connection) throws SQLException {
        Optional<Timescale> timescale = timescale(connection);
        boolean hasTables = isTrue(connection, "SELECT to_regclass('observation') IS NOT NULL");
        return new DatabaseFacts(
                text(connection, "SELECT current_setting('server_version')"),
                timescale,
                isTrue(
                        connection,
                        "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'timescaledb')"
                                + " AND current_setting('timescaledb.disable_load', true) IS NOT NULL"),
                Integer.parseInt(text(connection, "SELECT current_setting('max_locks_per_transaction')")),
                SchemaState.of(database.address()),
                hasTables ? Optional.of(tables(connection, timescale.isPresent())) : Optional.empty());
    }

    private static Optional<Timescale> timescale(Connection connection) throws SQLException {
        String version = text(connection, "SELECT max(extversion) FROM pg_extension WHERE extname = 'timescaledb'");
        return version.isEmpty()
                ? Optional.empty()
                : Optional.of(new Timescale(
                        version, text(connection, "SELECT current_setting('timescaledb.license', true)")));
    }

    private static Tables tables(Connection connection, boolean hasTimescale) throws SQLException {
        int chunks = hasTimescale
                ? Integer.parseInt(text(
                        connection,
                        "SELECT coalesce(max(num_chunks), -1) FROM timescaledb_information.hypertables"
                                + " WHERE hypertable_name = 'observation'"))
                : -1;
        var unwritable = new ArrayList<String>();
        for (String table : WRITTEN) {
            if (!isTrue(connection, "SELECT has_table_privilege(?, 'INSERT, UPDATE')", table)) {
                unwritable.add(table);
            }
        }
        return new Tables(
                chunks >= 0,
                Math.max(0, chunks),
                Long.parseLong(text(connection, "SELECT pg_database_size(current_database())")),
                unwritable,
                isTrue(
                        connection,
                        "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'observation'::regclass"),
                location(connection));
    }

    private static LocationRole location(Connection connection) throws SQLException {
        if (!isTrue(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'airlog_location')")) {
            return LocationRole.MISSING;
        }
        return isTrue(connection, "SELECT pg_has_role('airlog_location', 'USAGE')")
                ? LocationRole.INHERITED
                : LocationRole.NOT_MEMBER;
    }

    private static boolean isTrue(Connection connection, String sql, String... parameters) throws SQLException {
        return text(connection, sql, parameters).equals("t");
    }

    private static String text(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                String text = result.next() ? result.getString(1) : null;
                return text == null ? "" : text;
            }
        }
    }
}
