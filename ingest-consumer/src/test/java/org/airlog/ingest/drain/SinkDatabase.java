package org.airlog.ingest.drain;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import org.airlog.embedded.EmbeddedPostgres;
import org.postgresql.PGConnection;

/** A PostgreSQL of its own with the settings of {@code airlog up}. */
final class SinkDatabase implements AutoCloseable {

    static final String USER = "airlog";
    static final String PASSWORD = "not a secret";

    private static final byte[] COPY_HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final long EPOCH_SECONDS = 946_684_800;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final EmbeddedPostgres postgres;
    private final Connection connection;
    private final ProcessHandle server;
    private final ProcessHandle asked;
    private long questions;

    SinkDatabase(Path directory) throws IOException, SQLException {
        postgres = new EmbeddedPostgres(directory, 0, PASSWORD);
        postgres.start();
        connection = DriverManager.getConnection(url(), USER, PASSWORD);
        Path pidFile = directory.resolve("cluster").resolve("postmaster.pid");
        server = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
                .orElseThrow();
        asked = ProcessHandle.of(number("SELECT pg_backend_pid()")).orElseThrow();
    }

    String url() {
        return postgres.jdbcUrl();
    }

    /** Microseconds of all its processes, but for the one that answers the questions here. */
    long cpuMicros() throws SQLException {
        return CpuTimes.micros(server) - CpuTimes.micros(asked);
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Transactions of everybody else. */
    long othersCommits() throws SQLException {
        return number("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()") - questions;
    }

    long number(String sql) throws SQLException {
        questions++;
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Observations that are accounted for. */
    long settled() throws SQLException {
        return number("SELECT coalesce(sum(inserted + merged + parked), 0)::bigint FROM ingest_offset");
    }

    /** A table of the same columns and key, and nothing in it. */
    void makeCopyTable() throws SQLException {
        execute("CREATE TABLE raw_copy (LIKE observation INCLUDING ALL)");
    }

    /** Rows that lie further back: everybody's, one each of {@code load.every()}. */
    void fill(Workload load, long rows) throws SQLException {
        try (var statement = connection.prepareStatement(
                """
                INSERT INTO observation (time, sensor_id, received_at, clock, pm2_5)
                SELECT ?::timestamptz - n * interval '1 second', s, now(), 0, n % 400 / 10.0
                FROM generate_series(1, ?::bigint) AS n, generate_series(1, ?::int) AS s
                ON CONFLICT DO NOTHING
                """)) {
            statement.setString(1, load.begin().toString());
            statement.setLong(2, rows / load.sensors());
            statement.setInt(3, load.sensors());
            statement.executeUpdate();
        }
        execute("VACUUM ANALYZE observation");
        execute("CHECKPOINT");
    }

    /** One COPY of the rows of {@code count} publishes from {@code first} on, one transaction; returns seconds. */
    double copy(Workload load, long first, long count) throws SQLException, IOException {
        try (Connection copying = DriverManager.getConnection(url(), USER, PASSWORD)) {
            return copy(copying, load, first, count);
        }
    }

    private static double copy(Connection connection, Workload load, long first, long count)
            throws SQLException, IOException {
        var buffer = new ByteArrayOutputStream(2 * CHUNK_BYTES);
        var out = new DataOutputStream(buffer);
        long received = micros(Instant.now());
        long start = System.nanoTime();
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY raw_copy (time, sensor_id, received_at, clock, extra, pm2_5) FROM STDIN (FORMAT binary)");
        out.write(COPY_HEADER);
        for (long publish = first; publish < first + count; publish++) {
            for (int i = 0; i < load.batch(); i++) {
                out.writeShort(6);
                out.writeInt(Long.BYTES);
                out.writeLong(micros(load.time(publish, i)));
                out.writeInt(Integer.BYTES);
                out.writeInt((int) (publish % load.sensors()));
                out.writeInt(Long.BYTES);
                out.writeLong(received);
                out.writeInt(Short.BYTES);
                out.writeShort(0);
                out.writeInt(-1);
                out.writeInt(Double.BYTES);
                out.writeDouble(load.value(publish, i));
                if (buffer.size() >= CHUNK_BYTES) {
                    copy.writeToCopy(buffer.toByteArray(), 0, buffer.size());
                    buffer.reset();
                }
            }
        }
        out.writeShort(-1);
        copy.writeToCopy(buffer.toByteArray(), 0, buffer.size());
        copy.endCopy();
        return (System.nanoTime() - start) / 1e9;
    }

    private static long micros(Instant time) {
        return (time.getEpochSecond() - EPOCH_SECONDS) * 1_000_000 + time.getNano() / 1_000;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        postgres.close();
    }
}
