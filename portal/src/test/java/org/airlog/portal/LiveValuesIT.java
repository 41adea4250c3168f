package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import org.airlog.portal.ReadableDatabase.RunningPortal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /api/v1/events} against a real PostgreSQL. */
@SuppressWarnings("NullAway.Init") // set before all tests
class LiveValuesIT {

    @TempDir
    static Path directory;

    private static ReadableDatabase database;

    @BeforeAll
    static void start() throws Exception {
        database = new ReadableDatabase(directory.resolve("postgres"));
        database.start();
        database.migrate();
        ApiDatabase.fill(database, 10);
        database.execute(ApiDatabase.ROLLUPS);
        database.execute("UPDATE latest SET updated_at = now() - interval '1 hour'");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    /** A browser that listens. */
    private record Listener(Socket socket, BufferedReader lines) implements AutoCloseable {

        static Listener of(RunningPortal portal, String header) throws IOException {
            var socket = new Socket(InetAddress.getLoopbackAddress(), portal.port());
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: a\r\n" + header + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new Listener(
                    socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }

        /** The next line that begins so; after half a minute of nothing but signs of life, one of them. */
        String next(String beginning) throws IOException {
            String line = lines.readLine();
            int silences = 0;
            while (line != null && !line.startsWith(beginning) && silences < 3) {
                silences += line.startsWith(":") ? 1 : 0;
                line = lines.readLine();
            }
            return String.valueOf(line);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void tellsEverybodyWhatChangesAndNobodyWhatIsOld() throws Exception {
        try (RunningPortal portal = database.portal();
                Listener one = Listener.of(portal, "");
                Listener other = Listener.of(portal, "")) {
            assertThat(one.next("HTTP/1.1")).contains("200");
            assertThat(one.next("Content-Type")).contains("text/event-stream");
            assertThat(one.next("retry: ")).isEqualTo("retry: 3000");
            assertThat(other.next("retry: ")).isEqualTo("retry: 3000");

            change(2, 7.5);

            String data =
                    "data: {\"id\":\"legacy0000002\",\"time\":\"2024-05-03T00:00:00Z\",\"clock\":0,\"readings\":{\"PM2_5\":7.5}}";
            assertThat(one.next("data: ")).isEqualTo(data);
            assertThat(other.next("data: ")).isEqualTo(data);
        }
    }

    /** The database is slow to answer: it waits for a lock. */
    @Test
    void tellsThoseTooWhoComeWhileTheDatabaseIsAsked() throws Exception {
        try (RunningPortal portal = database.portal();
                Connection locking = database.connect();
                var statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("LOCK TABLE latest");
            try (Listener one = Listener.of(portal, "")) {
                assertThat(one.next("retry: ")).isEqualTo("retry: 3000");
                await().until(() -> !database.query("SELECT count(*) FROM pg_locks WHERE NOT granted")
                        .equals("0"));
                try (Listener other = Listener.of(portal, "")) {
                    assertThat(other.next("retry: ")).isEqualTo("retry: 3000");
                    statement.execute(
                            "UPDATE latest SET updated_at = clock_timestamp(), value = 9.5 WHERE sensor_id = 2");
                    locking.commit();

                    assertThat(other.next("data: ")).contains("\"PM2_5\":9.5");
                }
            }
        }
    }

    @Test
    void tellsWhatWasMissedSinceTheLastEvent() throws Exception {
        change(2, 8.5);
        String id = database.query("SELECT (extract(epoch FROM max(updated_at)) * 1000000)::bigint - 1 FROM latest");
        try (RunningPortal portal = database.portal();
                Listener listener = Listener.of(portal, "Last-Event-ID: " + id + "\r\n")) {
            assertThat(listener.next("data: ")).contains("\"PM2_5\":8.5");
        }
    }

    @Test
    void letsOnlySoManyListenAndStopsThoughTheyDo() throws Exception {
        var listeners = new ArrayList<Listener>();
        RunningPortal portal = database.portal();
        try {
            for (int i = 0; i < 200; i++) {
                listeners.add(Listener.of(portal, ""));
            }
            for (Listener listener : listeners) {
                assertThat(listener.next("HTTP/1.1")).contains("200");
            }

            assertThat(Fetched.get(portal.port(), "/api/v1/events").status()).isEqualTo(503);
            assertThat(Fetched.get(portal.port(), "/api/v1/sensors").status()).isEqualTo(200);
            listeners.remove(0).close();
            long begun = System.nanoTime();
            portal.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
        } finally {
            portal.close();
            for (Listener listener : listeners) {
                listener.close();
            }
        }
    }

    private static void change(int sensor, double value) throws Exception {
        database.execute(
                "UPDATE latest SET time = '2024-05-03T00:00:00Z', clock = 0, updated_at = clock_timestamp(), value = "
                        + value + " WHERE sensor_id = " + sensor);
    }
}
