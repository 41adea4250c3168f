package org.airlog.resilience.site;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.airlog.observation.Suid;
import org.airlog.resilience.check.StoredRow;
import org.jspecify.annotations.Nullable;

/** The database as the check sees it: straight, past every proxy, with a new connection each time. Thread-safe. */
public final class StoredTable {

    /** Names our connections, so that they are not taken for the consumer's. */
    private static final String APPLICATION = "airlog-experiment";

    private static final int PATIENCE_SECONDS = 10;
    private static final int FETCH_ROWS = 5_000;

    private final String url;
    private final Properties properties = new Properties();

    StoredTable(int port, String password) {
        this.url = "jdbc:postgresql://127.0.0.1:" + port + "/airlog";
        properties.putAll(Map.of(
                "user",
                "airlog",
                "password",
                password,
                "ApplicationName",
                APPLICATION,
                "loginTimeout",
                Integer.toString(PATIENCE_SECONDS),
                "connectTimeout",
                Integer.toString(PATIENCE_SECONDS),
                "socketTimeout",
                "120"));
    }

    /**
     * What the sink has counted of the observations' topic.
     *
     * @param next the next offset of each partition
     */
    public record Progress(Map<Integer, Long> next, long accepted, long inserted, long merged, long parked) {}

    /** How far the sink is. */
    public Progress progress() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT partition, next_offset, accepted, inserted, merged, parked FROM ingest_offset"
                                + " WHERE topic = 'airlog.observations'");
                ResultSet rows = query.executeQuery()) {
            var next = new HashMap<Integer, Long>();
            var sums = new long[4];
            while (rows.next()) {
                next.put(rows.getInt(1), rows.getLong(2));
                for (int column = 0; column < sums.length; column++) {
                    sums[column] += rows.getLong(3 + column);
                }
            }
            return new Progress(next, sums[0], sums[1], sums[2], sums[3]);
        }
    }

    /** Every row. */
    public void forEach(BiConsumer<Suid, StoredRow> action) throws SQLException {
        try (Connection connection = connect()) {
            // Else the driver would fetch all at once.
            connection.setAutoCommit(false);
            String number = hasNumbers(connection) ? "o.seq" : "NULL::float8";
            try (PreparedStatement query = connection.prepareStatement("SELECT s.suid, o.time, " + number
                    + ", o.pm10, o.temp FROM observation o JOIN sensor s ON s.id = o.sensor_id")) {
                query.setFetchSize(FETCH_ROWS);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        action.accept(
                                new Suid(rows.getObject(1, UUID.class)),
                                new StoredRow(
                                        rows.getObject(2, OffsetDateTime.class).toInstant(),
                                        number(rows, 3),
                                        number(rows, 4),
                                        number(rows, 5)));
                    }
                }
            }
        }
    }

    /** SIGKILL for the process that serves the consumer's connection; empty where there is none. */
    public Optional<Long> killBackend() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query = connection.prepareStatement(
                        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> ?"
                                + " ORDER BY xact_start NULLS LAST, pid LIMIT 1")) {
            query.setString(1, APPLICATION);
            try (ResultSet pids = query.executeQuery()) {
                return pids.next()
                        ? ProcessHandle.of(pids.getLong(1))
                                .filter(ProcessHandle::destroyForcibly)
                                .map(ProcessHandle::pid)
                        : Optional.empty();
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, properties);
    }

    private static boolean hasNumbers(Connection connection) throws SQLException {
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, "observation", "seq")) {
            return columns.next();
        }
    }

    private static @Nullable Double number(ResultSet rows, int column) throws SQLException {
        double value = rows.getDouble(column);
        return rows.wasNull() ? null : value;
    }
}
