package org.airlog.portal.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.airlog.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** The database to measure: a PostgreSQL of our own with the settings of {@code airlog up}, or one that somebody else runs. */
final class ScaleServer implements AutoCloseable {

    static final String USER = "airlog";
    static final String PASSWORD = "not a secret";

    /** For filling only: what it costs to store is measured elsewhere. */
    private static final List<String> FILLING = List.of(
            "shared_buffers = '2GB'",
            "max_wal_size = '16GB'",
            "checkpoint_timeout = '30min'",
            "full_page_writes = off",
            "maintenance_work_mem = '2GB'",
            "autovacuum = off");

    /** Filled without them, they are made in a tenth of the time; and come out packed, which those of an installation are not. */
    private static final Map<String, String> KEYS =
            Map.of("observation", "sensor_id, time", "rollup_hour", "sensor_id, column_name, bucket");

    private final @Nullable Path directory;
    private String url;
    private @Nullable EmbeddedPostgres postgres;
    private int port;

    private ScaleServer(@Nullable Path directory, String url) {
        this.directory = directory;
        this.url = url;
    }

    static ScaleServer own(Path directory) throws IOException {
        var server = new ScaleServer(directory, "");
        server.start();
        return server;
    }

    /** An empty database of user {@value #USER}. */
    static ScaleServer other(String url) {
        return new ScaleServer(null, url);
    }

    String url() {
        return url;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, USER, PASSWORD);
    }

    void migrate() {
        Flyway.configure()
                .dataSource(url, USER, PASSWORD)
                .locations("classpath:db/migration")
                .placeholderReplacement(false)
                .load()
                .migrate();
    }

    /** Begins to take many rows at once. */
    void beginFilling() throws SQLException, IOException {
        if (postgres != null) {
            for (String setting : FILLING) {
                execute("ALTER SYSTEM SET " + setting);
            }
            restart();
        }
        for (String table : KEYS.keySet()) {
            execute("ALTER TABLE " + table + " DROP CONSTRAINT IF EXISTS " + table + "_pkey");
        }
    }

    /** Makes the keys again. */
    void addKeys() throws SQLException {
        for (var key : KEYS.entrySet()) {
            execute("ALTER TABLE " + key.getKey() + " ADD PRIMARY KEY (" + key.getValue() + ")");
        }
    }

    /** Back to what an installation has, with everything vacuumed and written. */
    void endFilling() throws SQLException, IOException {
        execute("VACUUM (ANALYZE)");
        execute("CHECKPOINT");
        if (postgres != null) {
            execute("ALTER SYSTEM RESET ALL");
            restart();
        }
    }

    private void restart() throws IOException {
        close();
        start();
    }

    private void start() throws IOException {
        if (directory != null) {
            var starting = new EmbeddedPostgres(directory, port, PASSWORD);
            starting.start();
            postgres = starting;
            url = starting.jdbcUrl();
            port = Integer.parseInt(url.replaceAll(".*:(\\d+)/.*", "$1"));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }
}
