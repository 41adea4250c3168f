package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.airlog.portal.ReadableDatabase.RunningPortal;
import org.airlog.portal.api.Json;
import org.airlog.portal.api.Micros;
import org.airlog.portal.file.ParquetText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Observations of one sensor, half a million of them, against a real PostgreSQL. */
@SuppressWarnings("NullAway.Init") // set before all tests
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ObservationsIT {

    private static final int ROWS = 500_000;
    private static final String SENSOR = "/api/v1/sensors/certified0001";
    private static final String FILE = SENSOR + "/observations.csv?from=2024-01-01T00:00:00Z&types=PM2_5,TEMP";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static ReadableDatabase database;
    private static RunningPortal portal;

    @BeforeAll
    static void start() throws Exception {
        database = new ReadableDatabase(directory.resolve("postgres"));
        database.start();
        database.migrate();
        // Summing up the index of time counts as sequential scans, and would come when it likes.
        database.execute("ALTER TABLE observation SET (autovacuum_enabled = off)");
        ApiDatabase.fill(database, ROWS);
        database.execute(ApiDatabase.ROLLUPS);
        portal = database.portal();
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
    }

    /** First, because what others have read is told with a delay. */
    @Test
    @Order(1)
    void readsNoMoreOfTheTableThanIsShown() throws Exception {
        long[] before = scans();
        try (RunningPortal fresh = database.portal()) {
            for (String path : List.of(
                    "/api/v1/sensors",
                    SENSOR,
                    SENSOR + "/observations?bucket=hour&from=2024-05-01T00:00:00Z",
                    SENSOR + "/observations?bucket=day&from=2010-01-01T00:00:00Z")) {
                assertThat(Fetched.get(fresh.port(), path).status()).isEqualTo(200);
            }
        }
        long[] withoutRows = scans();
        try (RunningPortal fresh = database.portal()) {
            String path = SENSOR + "/observations?bucket=raw&from=2024-05-02T00:00:00Z&limit=100";
            assertThat(Fetched.get(fresh.port(), path).status()).isEqualTo(200);
        }
        long[] withRows = scans();

        assertThat(withoutRows).isEqualTo(before);
        assertThat(withRows[0]).as("sequential").isEqualTo(before[0]);
        assertThat(withRows[1]).as("by index").isEqualTo(before[1] + 1);
        assertThat(withRows[2] - before[2]).as("rows").isBetween(101L, 250L);
    }

    @Test
    void goesThroughRowsPageByPageThoughSomeComeMeanwhile() throws Exception {
        String query =
                "/api/v1/sensors/signed0000005/observations?from=2024-01-01T00:00:00Z&to=2024-01-02T00:00:00Z&limit=2&types=PM2_5&cursor=";
        database.execute(
                "INSERT INTO observation (sensor_id, time, received_at, clock, pm2_5)"
                        + " SELECT 5, timestamptz '2024-01-01T10:00:00Z' + i * interval '1 min', now(), 0, i FROM generate_series(1, 6) AS i");
        var values = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = json(query + cursor);
            page.get("observations")
                    .forEach(row -> values.add(row.at("/readings/PM2_5").asText()));
            cursor = page.get("next").asText("");
            // One that has been passed, and one that is still to come.
            database.execute("INSERT INTO observation (sensor_id, time, received_at, clock, pm2_5)"
                    + " VALUES (5, timestamptz '2024-01-01T00:00:00Z' + random() * interval '1 min', now(), 0, 99),"
                    + " (5, timestamptz '2024-01-01T10:20:00Z', now(), 0, 7) ON CONFLICT DO NOTHING");
        } while (!cursor.isEmpty());
        database.execute("DELETE FROM observation WHERE sensor_id = 5");

        assertThat(values).containsExactly("1", "2", "3", "4", "5", "6", "7");
    }

    @Test
    void readingsBeyondAllMeasureStillHaveAMean() throws Exception {
        database.execute("INSERT INTO observation (sensor_id, time, received_at, clock, pm2_5) VALUES"
                + " (5, '2024-02-01T00:00:00Z', now(), 0, 1.7e308), (5, '2024-02-01T00:00:01Z', now(), 0, 1.7e308)");

        JsonNode answer = json("/api/v1/sensors/signed0000005/observations?types=PM2_5&bucket=PT5M"
                + "&from=2024-02-01T00:00:00Z&to=2024-02-01T01:00:00Z");
        database.execute("DELETE FROM observation WHERE sensor_id = 5");

        assertThat(answer.at("/series/PM2_5/0/avg").asDouble()).isEqualTo(1e290);
        assertThat(answer.at("/series/PM2_5/0/max").asDouble()).isEqualTo(1.7e308);
    }

    @ParameterizedTest
    @CsvSource({
        "PT15M, 2024-05-10T00:07:00Z, 2024-05-11T00:01:00Z",
        "PT1H, 2024-05-10T00:30:00Z, 2024-05-12T11:00:00Z",
        "PT6H, 2024-05-10T00:30:00Z, 2024-05-20T11:00:00Z",
        "P1D, 2024-05-03T00:30:00Z, 2024-05-20T11:00:00Z",
        "P7D, 2024-05-03T00:30:00Z, 2024-05-20T11:00:00Z"
    })
    void bucketsHoldWhatTheRowsSay(String bucket, String from, String to) throws Exception {
        JsonNode answer =
                json(SENSOR + "/observations?types=PM2_5,TEMP&bucket=" + bucket + "&from=" + from + "&to=" + to);

        for (String type : List.of("PM2_5", "TEMP")) {
            assertThat(answer.at("/series/" + type)).hasSizeGreaterThan(2);
            for (JsonNode point : answer.at("/series/" + type)) {
                String row = database.query(String.format(
                        Locale.ROOT,
                        "SELECT concat_ws(' ', count(%1$s), round(avg(%1$s)::numeric, 6), min(%1$s), max(%1$s)) FROM observation"
                                + " WHERE sensor_id = 1 AND time >= '%2$s' AND time < timestamptz '%2$s' + interval '%3$s'",
                        type.toLowerCase(Locale.ROOT),
                        point.get("time").asText(),
                        bucket));
                assertThat(row)
                        .isEqualTo(point.get("count").asText() + " "
                                + String.format(
                                        Locale.ROOT, "%.6f", point.get("avg").asDouble()) + " "
                                + point.get("min").asText() + " "
                                + point.get("max").asText());
            }
        }
    }

    @Test
    void countsPercentilesFromTheRows() throws Exception {
        JsonNode answer = json(
                SENSOR
                        + "/observations?types=PM2_5&bucket=day&percentiles=true&from=2024-05-05T00:00:00Z&to=2024-05-06T00:00:00Z");

        String expected = database.query("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY pm2_5) || ' '"
                + " || percentile_cont(0.95) WITHIN GROUP (ORDER BY pm2_5) FROM observation"
                + " WHERE sensor_id = 1 AND time >= '2024-05-05T00:00:00Z' AND time < '2024-05-06T00:00:00Z'");
        JsonNode point = answer.at("/series/PM2_5/0");
        assertThat(point.get("p50").asText() + " " + point.get("p95").asText()).isEqualTo(expected);
        assertThat(point.get("count").asInt()).isEqualTo(17_280);
    }

    @Test
    void sendsAFileOfAllRowsAsTheyAreStoredInMemoryThatDoesNotGrow() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + portal.port() + FILE))
                .build();
        var md5 = MessageDigest.getInstance("MD5");
        long bytes = 0;
        long most = 0;
        long before = usedBytes();
        try (InputStream file = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofInputStream())
                .body()) {
            var buffer = new byte[64 * 1024];
            int looks = 0;
            for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
                md5.update(buffer, 0, read);
                bytes += read;
                if (bytes > (looks + 1) * 3_000_000L) {
                    looks++;
                    most = Math.max(most, usedBytes() - before);
                }
            }
            assertThat(looks).isGreaterThan(2);
        }

        assertThat(HexFormat.of().formatHex(md5.digest()))
                .isEqualTo(
                        database.query(
                                """
                        SELECT md5(E'time,clock,PM2_5,TEMP\\r\\n' || string_agg(
                            to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ',' || clock || ',' || pm2_5 || ','
                            || coalesce(temp::text, '') || E'\\r\\n', '' ORDER BY time))
                        FROM observation WHERE sensor_id = 1
                        """));
        // Who kept the file would keep all of it, and more; the rest is what a page of rows and both connections take.
        assertThat(most).as("bytes more than before, of a file of " + bytes).isLessThan(bytes * 3 / 4);
    }

    /** Pages of a file are stretches of time: rows few and far between lie on several, and a long silence on none. */
    @Test
    void sendsAFileOfFewRowsOverALongTime() throws Exception {
        database.execute(
                """
                INSERT INTO observation (sensor_id, time, received_at, clock, pm2_5)
                SELECT 5, timestamptz '2020-01-01T00:00:00Z' + i * interval '6 hours', now(), 0, i
                FROM generate_series(0, 999) AS i WHERE i < 400 OR i > 800
                """);
        try {
            Fetched file = Fetched.get(
                    portal.port(),
                    "/api/v1/sensors/signed0000005/observations.csv?from=2019-01-01T00:00:00Z&to=2022-01-01T00:00:00Z&types=PM2_5");

            assertThat(String.join(" ", file.rows()))
                    .isEqualTo(
                            database.query(
                                    """
                            SELECT string_agg(to_char(time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ',0,' || pm2_5, ' '
                                ORDER BY time)
                            FROM observation WHERE sensor_id = 5
                            """));
        } finally {
            database.execute("DELETE FROM observation WHERE sensor_id = 5");
        }
    }

    @Test
    void sendsTheSameAsParquet() throws Exception {
        for (String query : List.of(
                "?types=PM2_5,TEMP&from=2024-05-05T00:00:00Z&to=2024-05-05T12:00:00Z",
                "?types=PM2_5,TEMP&from=2024-01-01T00:00:00Z&bucket=hour")) {
            Path file = Files.createTempFile(directory, "observations", ".parquet");
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + portal.port() + SENSOR + "/observations.parquet" + query))
                    .build();
            HttpResponse<Path> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofFile(file));
            List<String> expected = Fetched.get(portal.port(), SENSOR + "/observations.csv" + query)
                    .rows();

            assertThat(answer.headers().firstValue("Content-Type")).contains("application/vnd.apache.parquet");
            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"airlog-certified0001.parquet\"");
            assertThat(expected).isNotEmpty();
            assertThat(ParquetText.of(file).stream().map(ObservationsIT::asCsv)).isEqualTo(expected);
        }
    }

    private static String asCsv(List<String> cells) {
        return cells.stream()
                .map(cell -> {
                    String value = cell.substring(cell.indexOf('=') + 1);
                    return switch (cell.substring(0, cell.indexOf('='))) {
                        case "time" -> Micros.of(Long.parseLong(value)).toString();
                        case "type" -> value;
                        default -> value.equals("null") ? "" : Json.number(Double.parseDouble(value));
                    };
                })
                .collect(Collectors.joining(","));
    }

    @Test
    void sendsAFileOfBuckets() throws Exception {
        for (String bucket : List.of("hour", "day", "PT30M")) {
            Fetched file = Fetched.get(
                    portal.port(), SENSOR + "/observations.csv?from=1990-01-01T00:00:00Z&types=PM2_5&bucket=" + bucket);
            String width = bucket.equals("PT30M") ? "30 minutes" : "1 " + bucket;

            assertThat(file.rows())
                    .hasSize(Integer.parseInt(database.query("SELECT count(DISTINCT date_bin('" + width
                            + "', time, '2001-01-01T00:00:00Z')) FROM observation WHERE sensor_id = 1")));
            long counted = file.rows().stream()
                    .mapToLong(row -> Long.parseLong(row.split(",", -1)[2]))
                    .sum();
            assertThat(counted).isEqualTo(ROWS);
        }
        assertThat(Fetched.get(portal.port(), "/api/v1/sensors/rogue00000003/observations.csv")
                        .body())
                .isEqualTo("time,clock\r\n");
    }

    @Test
    void holdsNoConnectionToTheDatabaseForThoseWhoReadNothing() throws Exception {
        var readers = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 4; i++) {
                var reader = new Socket(InetAddress.getLoopbackAddress(), portal.port());
                readers.add(reader);
                reader.getOutputStream()
                        .write(("GET " + FILE + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            String busy =
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'airlog-portal' AND state <> 'idle'";
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Fetched.get(portal.port(), FILE).status() == 503);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> database.query(busy).equals("0"));

            assertThat(Fetched.get(portal.port(), "/api/v1/sensors").status()).isEqualTo(200);
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        Fetched.get(portal.port(), SENSOR + "/observations.csv").status() == 200);
    }

    private static JsonNode json(String path) throws Exception {
        Fetched answer = Fetched.get(portal.port(), path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** How often observations were read in sequence and by an index, and how many: told when a connection ends. */
    private static long[] scans() throws Exception {
        String others =
                "SELECT count(*) FROM pg_stat_activity WHERE backend_type IN ('client backend', 'parallel worker')"
                        + " AND pid <> pg_backend_pid()";
        await().atMost(Duration.ofSeconds(10))
                .until(() -> database.query(others).equals("0"));
        // The chunks of a hypertable are tables that inherit from it.
        String text = database.query(
                """
                SELECT sum(seq_scan) || ' ' || sum(idx_scan) || ' ' || sum(idx_tup_fetch)
                FROM pg_stat_user_tables
                WHERE relid = 'observation'::regclass
                   OR relid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'observation'::regclass)
                """);
        return Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
