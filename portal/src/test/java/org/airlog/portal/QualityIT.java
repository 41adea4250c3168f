package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.ReadableDatabase.RunningPortal;
import org.airlog.portal.client.Apps;
import org.airlog.portal.quality.AirQualityJson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenSmog Client API and {@code GET /api/v1/air-quality}, against a real PostgreSQL. */
@SuppressWarnings("NullAway.Init") // set before all tests
class QualityIT {

    private static final String SUID = "123e4567-e89b-42d3-a456-42661417400";
    private static final String APP = "org.example.Air";
    private static final String SECRET = "a+b/c";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String GRANT = "grant_type=client_credentials";

    @TempDir
    static Path directory;

    private static ReadableDatabase database;
    private static RunningPortal portal;

    @BeforeAll
    static void start() throws Exception {
        database = new ReadableDatabase(directory.resolve("postgres"));
        database.start();
        database.migrate();
        database.execute(
                """
                INSERT INTO sensor (id, suid, registration, generation, trust, public_id, first_seen, retired_at) VALUES
                (1, '%1$s1', NULL, 0, 'rogue', 'a', now(), NULL),
                (2, '%1$s2', '%1$s2', 1, 'signed', 'b', now(), NULL),
                (3, '%1$s3', '%1$s3', 1, 'certified', 'c', now(), NULL),
                (4, '%1$s4', NULL, 0, 'rogue', 'd', now(), NULL),
                (5, '%1$s5', '%1$s5', 1, 'signed', 'e', now(), now()),
                (6, '%1$s6', NULL, 0, 'rogue', 'f', now(), NULL),
                (7, '%1$s7', NULL, 0, 'legacy', 'g', now(), NULL)
                """
                        .replace("%1$s", SUID),
                // Around 48.00 9.00: 1 on the spot, 2 a kilometre north, 3 two of them; 4 lies 22 km off, 5 is retired.
                """
                INSERT INTO sensor_place (sensor_id, latitude, longitude) VALUES
                (1, 48.00, 9.00), (2, 48.01, 9.00), (3, 48.02, 9.00), (4, 48.20, 9.00), (5, 48.00, 9.00),
                (6, -17.00, -179.99), (7, 60.00, 9.00)
                """,
                """
                INSERT INTO latest (sensor_id, column_name, time, received_at, clock, value)
                SELECT sensor_id, column_name, to_timestamp(floor(extract(epoch FROM now()))) - age, now(), 0, value FROM (VALUES
                (1, 'pm2_5', interval '1 min', 400.0), (1, 'no2', interval '2 min', 300.0), (1, 'temp', interval '1 min', 20.0),
                (2, 'pm2_5', interval '5 min', 20.0), (2, 'o3', interval '2 h', 500.0),
                (3, 'pm2_5', interval '1 min', 90.0), (3, 'co', interval '20 min', 12.5),
                (3, 'o3', interval '3 min', 60.0),
                (4, 'pm10', interval '1 min', 33.0), (5, 'pm2_5', interval '1 min', 777.0),
                (6, 'so2', interval '1 min', 35.0), (7, 'pm10', interval '61 min', 10.0)
                ) AS readings (sensor_id, column_name, age, value)
                """);
        portal = database.portal(new Apps(Map.of(APP, Secret.ofText(SECRET), "guessed", Secret.ofText("right"))));
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
    }

    @Test
    void givesATokenForIdAndSecretInTheHeader() throws Exception {
        Fetched answer = token(GRANT, "Authorization", basic(APP + ":" + SECRET));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body())
                .matches("\\{\"access_token\":\"[A-Za-z0-9._-]+\",\"token_type\":\"bearer\",\"expires_in\":3600}");
    }

    @Test
    void givesATokenForIdAndSecretInTheForm() throws Exception {
        Fetched answer = token(GRANT + "&client_id=" + APP + "&client_secret=a%2Bb%2Fc");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void givesNoTokenToStrangers() throws Exception {
        for (Fetched answer : List.of(
                token(GRANT),
                token(GRANT, "Authorization", basic(APP + ":wrong")),
                token(GRANT, "Authorization", basic("stranger:" + SECRET)),
                token(GRANT + "&client_id=" + APP + "&client_secret=wrong"))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic realm=\"airlog\"");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.body()).startsWith("{\"error\":\"invalid_client\",\"error_description\":\"");
        }
    }

    @Test
    void saysWhatIsWrongWithARequestForAToken() throws Exception {
        assertThat(token("").status()).isEqualTo(400);
        assertThat(token("").body()).contains("\"error\":\"invalid_request\"");
        assertThat(token("grant_type=password").body()).contains("\"error\":\"unsupported_grant_type\"");
        Fetched tooLong = token(GRANT + "&x=" + "x".repeat(5_000), "Authorization", basic(APP + ":" + SECRET));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.body()).contains("longer than 4096 bytes");
        Fetched got = Fetched.get(portal.port(), "/v1/token");
        assertThat(got.status()).isEqualTo(405);
        assertThat(got.header("Allow")).isEqualTo("POST");
    }

    @Test
    void stopsLookingAtGuesses() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(token(GRANT, "Authorization", basic("guessed:" + i)).status())
                    .isEqualTo(401);
        }

        Fetched right = token(GRANT, "Authorization", basic("guessed:right"));

        assertThat(right.status()).isEqualTo(429);
        assertThat(right.header("Retry-After")).isEqualTo("60");
        assertThat(right.body()).contains("\"error\":\"slow_down\"");
    }

    /** Else whoever makes up ids would use up the counters of all. */
    @Test
    void countsNoGuessesOfAppsThatDoNotExist() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertThat(token(GRANT, "Authorization", basic("no such app:" + i)).status())
                    .isEqualTo(401);
        }
    }

    /** Twelve answers are made at once: more forms than that are begun here and never finished. */
    @Test
    void answersOthersWhileFormsArriveSlowly() throws Exception {
        var slow = new ArrayList<Socket>();
        try {
            for (int i = 0; i < 70; i++) {
                var socket = new Socket(InetAddress.getLoopbackAddress(), portal.port());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST /v1/token HTTP/1.1\r\nHost: a\r\nContent-Type: " + FORM
                                        + "\r\nContent-Length: 100\r\n\r\ngrant")
                                .getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(quality("latitude=48&longitude=9").status()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void tellsNobodyWithoutAToken() throws Exception {
        Fetched without = Fetched.get(portal.port(), "/v1/quality?latitude=48&longitude=9");
        assertThat(without.status()).isEqualTo(401);
        assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"airlog\"");
        assertThat(without.header("Content-Type")).isEqualTo("application/problem+json");
        for (String authorization : List.of("Bearer x", "Bearer", basic(APP + ":" + SECRET), "Bearer " + forged())) {
            Fetched wrong =
                    Fetched.get(portal.port(), "/v1/quality?latitude=48&longitude=9", "Authorization", authorization);
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"airlog\", error=\"invalid_token\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "latitude=48", "longitude=9", "latitude=91&longitude=9", "latitude=48&longitude=east"})
    void refusesWhatIsNoPosition(String query) throws Exception {
        Fetched answer = quality(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"status\":400");
    }

    /**
     * PM2_5 of the sensor that signs and is nearest, NO2 of the rogue one that alone has it; O3 not of the nearest, whose
     * reading is old; nothing of the retired one.
     */
    @Test
    void tellsTheAirNearby() throws Exception {
        Fetched answer = quality("latitude=48.000&longitude=9.000");

        String pollutants = "\"PM2_5\":{\"measured\":20.0,\"norm\":25.0},\"NO2\":{\"measured\":300.0,\"norm\":200.0},"
                + "\"O3\":{\"measured\":60.0,\"norm\":120.0},\"CO\":{\"measured\":12.5,\"norm\":10.0}";
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("private, max-age=60");
        assertThat(answer.body().replaceAll("\"timestamp\":\\d{10},", ""))
                .isEqualTo(
                        "{\"distance\":0.0,\"assessment\":0.5," + pollutants + ",\"pollutants\":{" + pollutants + "}}");
        long timestamp = Long.parseLong(answer.body().replaceAll(".*\"timestamp\":(\\d+),.*", "$1"));
        assertThat(System.currentTimeMillis() / 1_000 - timestamp).isBetween(1_200L, 1_260L);
        assertThat(answer.body()).doesNotContain(SUID);
    }

    @Test
    void tellsWhatIsTooFarWithoutAssessingIt() throws Exception {
        assertThat(quality("latitude=48.30&longitude=9").body().replaceAll("\"timestamp\":\\d{10},", ""))
                .startsWith("{\"distance\":11119.5,\"assessment\":null,\"PM2_5\":{\"measured\":90.0,")
                .contains("\"PM10\":{\"measured\":33.0,");
    }

    @Test
    void looksAcrossTheAntimeridian() throws Exception {
        assertThat(quality("latitude=-17&longitude=179.99").body())
                .startsWith("{\"distance\":2126.7,")
                .contains("\"assessment\":1.0,\"SO2\":{\"measured\":35.0,\"norm\":350.0}");
    }

    @Test
    void knowsNothingWhereAllIsOldOrFar() throws Exception {
        for (String query : List.of("latitude=60&longitude=9", "latitude=-90&longitude=0")) {
            assertThat(quality(query).body())
                    .isEqualTo("{\"distance\":null,\"timestamp\":null,\"assessment\":null,\"pollutants\":{}}");
        }
    }

    @Test
    void tellsEverybodyWhatGoodAirIs() throws Exception {
        Fetched answer = Fetched.get(portal.port(), "/api/v1/air-quality");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(AirQualityJson.text());
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=3600");
        Fetched again = Fetched.get(portal.port(), "/api/v1/air-quality", "If-None-Match", answer.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(answer.header("ETag"));
    }

    private static Fetched quality(String query) throws IOException, InterruptedException {
        String token = token(GRANT, "Authorization", basic(APP + ":" + SECRET))
                .body()
                .replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
        return Fetched.get(portal.port(), "/v1/quality?" + query, "Authorization", "bearer " + token);
    }

    private static Fetched token(String body, String... headers) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("Content-Type", FORM));
        all.addAll(List.of(headers));
        return Fetched.post(portal.port(), "/v1/token", body, all.toArray(String[]::new));
    }

    /** Made with a secret of one's own. */
    private static String forged() {
        return new Apps(Map.of(APP, Secret.ofText("guess"))).token(APP, Instant.now());
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
