package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.ReadableDatabase.RunningPortal;
import org.airlog.portal.http.OperatorSensors;
import org.airlog.portal.mqtt.DoorAddress;
import org.airlog.portal.operator.Operators;
import org.airlog.proxy.TrustedProxies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The operators' view against a real PostgreSQL: who gets in, what he sees, and what his login at the database may read. */
@SuppressWarnings("NullAway.Init") // set before all tests
class OperatorIT {

    private static final String SUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String PASSWORD = "a password of an operator";
    private static final String LOGIN = "{\"user\":\"anna\",\"password\":\"" + PASSWORD + "\"}";
    private static final Map<String, String> HASHES = Map.of("anna", hash(PASSWORD, 4), "slow", hash(PASSWORD, 12));
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads no position but by taking the role; and cannot take it. */
    private static final String READER = "reader";

    private static final String STRANGER = "stranger";

    @TempDir
    static Path directory;

    private static ReadableDatabase database;
    private static RunningPortal portal;
    private static String cookie;

    @BeforeAll
    static void start() throws Exception {
        database = new ReadableDatabase(directory.resolve("postgres"));
        database.start();
        database.migrate();
        for (String login : List.of(READER, STRANGER)) {
            database.execute(
                    "CREATE ROLE " + login + " LOGIN PASSWORD '" + ReadableDatabase.PASSWORD + "'",
                    "GRANT SELECT ON sensor, sensor_place, latest, rollup_hour TO " + login);
        }
        database.execute(
                "GRANT airlog_location TO " + READER + " WITH INHERIT FALSE",
                """
                INSERT INTO sensor (id, suid, registration, generation, trust, public_id, manufacturer, model, first_seen,
                                    registered_at, retired_at) VALUES
                (1, '{{suid}}', gen_random_uuid(), 1, 'signed', 'before', 'Acme', 'Old', now() - interval '9 d',
                    now() - interval '9 d', now() - interval '8 d'),
                (2, '{{suid}}', gen_random_uuid(), 2, 'certified', 'delayed', 'Acme', 'New 100%', now() - interval '8 d',
                    now() - interval '8 d', NULL),
                (3, gen_random_uuid(), NULL, 0, 'rogue', 'silent', '', '', now() - interval '3 d', NULL, NULL),
                (4, gen_random_uuid(), NULL, 0, 'legacy', 'unheard', '', '', now() - interval '1 h', NULL, NULL),
                (5, gen_random_uuid(), gen_random_uuid(), 1, 'signed', 'revoked', '', '', now() - interval '90 d',
                    now() - interval '90 d', now() - interval '60 d')
                """
                        .replace("{{suid}}", SUID),
                """
                INSERT INTO latest (sensor_id, column_name, time, received_at, clock, value) VALUES
                (1, 'temp', now() - interval '8 d', now() - interval '8 d', 0, 1),
                (2, 'temp', now() - interval '1000 s', now() - interval '900 s', 0, 1),
                (2, 'pm10', now() - interval '2000 s', now() - interval '60 s', 0, 1),
                (3, 'temp', now() - interval '2 d', now() - interval '2 d', 1, 1),
                (5, 'temp', now() - interval '60 d', now() - interval '60 d', 0, 1)
                """,
                """
                INSERT INTO rollup_hour (sensor_id, column_name, bucket, count, sum, min, max)
                SELECT 2, c, date_trunc('hour', now()) - h * interval '1 h', 10, 0, 0, 0
                FROM generate_series(-1, 100) h, unnest(ARRAY['temp', 'pm10']) c
                """,
                "INSERT INTO sensor_location VALUES (2, 48.5213789, 9.0487654, 312.5)",
                "INSERT INTO sensor_place VALUES (2, 48.52, 9.05)",
                """
                INSERT INTO observation_location (sensor_id, time, latitude, longitude) VALUES
                (2, now(), 1, 1), (4, '2026-03-01T12:00:00Z', 2, 3), (4, '2026-03-02T12:00:00Z', -17.123456, 179.99)
                """);
        portal = database.portal(READER, operators(List.of(), Optional.empty()));
        cookie = signIn(portal).header("Set-Cookie").split(";", 2)[0];
    }

    @AfterAll
    static void stop() {
        portal.close();
        database.close();
    }

    private static OperatorConfig operators(List<String> proxies, Optional<DoorAddress> door) {
        return new OperatorConfig(new Operators(HASHES), TrustedProxies.parse(proxies), door);
    }

    private static String hash(String password, int cost) {
        return BCrypt.withDefaults().hashToString(cost, password.toCharArray());
    }

    @Test
    void isNotThereWhereNobodyIsAnOperator() throws Exception {
        try (RunningPortal open = database.portal()) {
            assertThat(Fetched.get(open.port(), "/operator/session").status()).isEqualTo(404);
            assertThat(Fetched.get(open.port(), "/operator/sensors").status()).isEqualTo(404);
            assertThat(signIn(open).status()).isEqualTo(404);
            assertThat(Fetched.get(open.port(), "/app/settings.json").body()).contains("\"operators\":false");
        }
        assertThat(Fetched.get(portal.port(), "/app/settings.json").body()).contains("\"operators\":true");
    }

    @Test
    void anOperatorSignsInAndOut() throws Exception {
        Fetched answer = signIn(portal);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Set-Cookie"))
                .matches("airlog-operator=[A-Za-z0-9_-]{43}; Path=/operator; HttpOnly; SameSite=Strict");
        String own = answer.header("Set-Cookie").split(";", 2)[0];
        JsonNode session = JSON.readTree(
                Fetched.get(portal.port(), "/operator/session", "Cookie", own).body());
        assertThat(session.get("user").asText()).isEqualTo("anna");
        assertThat(session.get("until").asText()).matches("20..-..-..T.*Z");
        assertThat(Fetched.send("DELETE", portal.port(), "/operator/session", "Cookie", own)
                        .status())
                .isEqualTo(403);
        Fetched out = Fetched.send(
                "DELETE", portal.port(), "/operator/session", "Cookie", own, "Sec-Fetch-Site", "same-origin");
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).contains("airlog-operator=;").contains("Max-Age=0");
        assertThat(Fetched.get(portal.port(), "/operator/session", "Cookie", own)
                        .status())
                .isEqualTo(401);
        assertThat(Fetched.send(
                                "DELETE",
                                portal.port(),
                                "/operator/session",
                                "Cookie",
                                own,
                                "Sec-Fetch-Site",
                                "same-origin")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void nobodyElseSeesAnything() throws Exception {
        for (String wrong : List.of("airlog-operator=x", "other=1", cookie + "x")) {
            var answers = new ArrayList<>(List.of(
                    Fetched.get(portal.port(), "/operator/session", "Cookie", wrong),
                    Fetched.get(portal.port(), "/operator/sensors", "Cookie", wrong)));
            for (String act : List.of("position", "release", "revoke")) {
                answers.add(post(portal, "/operator/sensors/delayed/" + act, wrong));
            }
            for (Fetched answer : answers) {
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":\"anna\",\"password\":\"another\"}",
                "{\"user\":\"bert\",\"password\":\"" + PASSWORD + "\"}",
                "{\"user\":\"anna\",\"password\":\"\"}"
            })
    void aWrongPasswordIsRefused(String login) throws Exception {
        Fetched answer = signIn(portal, login, "Sec-Fetch-Site", "same-origin");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "user=anna"})
    void whatIsNoLoginIsRefused(String login) throws Exception {
        assertThat(signIn(portal, login, "Sec-Fetch-Site", "same-origin").status())
                .isEqualTo(400);
        assertThat(signIn(portal, " ".repeat(2_000) + LOGIN, "Sec-Fetch-Site", "same-origin")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void stopsLookingAtGuessesWhateverNameTheyComeWith() throws Exception {
        try (RunningPortal own = database.portal(READER, operators(List.of(), Optional.empty()))) {
            for (int i = 0; i < 10; i++) {
                String guess = "{\"user\":\"" + (i % 2 == 0 ? "anna" : "bert" + i) + "\",\"password\":\"" + i + "\"}";
                assertThat(signIn(own, guess, "Sec-Fetch-Site", "same-origin").status())
                        .isEqualTo(401);
            }

            Fetched right = signIn(own);

            assertThat(right.status()).isEqualTo(429);
            assertThat(right.header("Retry-After")).isEqualTo("60");
        }
    }

    @Test
    void looksAtTwoPasswordsAtOnce() throws Exception {
        String slow = LOGIN.replace("anna", "slow");

        List<CompletableFuture<Integer>> statuses = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> statusOf(slow), task -> new Thread(task, "test-login").start()))
                .toList();

        assertThat(statuses.stream().map(CompletableFuture::join)).contains(204, 503);
    }

    private static int statusOf(String login) {
        try {
            return signIn(portal, login, "Sec-Fetch-Site", "same-origin").status();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, none, 403",
        "Origin, http://other.example, 403",
        "Origin, null, 403",
        "X-Nothing, x, 403",
        "Sec-Fetch-Site, same-origin, 204"
    })
    void onlyOurOwnPageChangesAnything(String header, String value, int status) throws Exception {
        assertThat(signIn(portal, LOGIN, header, value).status()).isEqualTo(status);
        int position = Fetched.post(
                        portal.port(),
                        "/operator/sensors/delayed/position",
                        "",
                        "Content-Type",
                        "application/json",
                        "Cookie",
                        cookie,
                        header,
                        value)
                .status();
        assertThat(position).isEqualTo(status == 204 ? 200 : status);
    }

    @Test
    void aBrowserThatTellsItsOriginAloneIsBelieved() throws Exception {
        assertThat(signIn(portal, LOGIN, "Origin", "http://127.0.0.1:" + portal.port())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void whatAFormCanSendIsRefused() throws Exception {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonp")) {
            assertThat(Fetched.post(
                                    portal.port(),
                                    "/operator/session",
                                    LOGIN,
                                    "Content-Type",
                                    type,
                                    "Sec-Fetch-Site",
                                    "same-origin")
                            .status())
                    .isEqualTo(415);
        }
    }

    @Test
    void takesNoPasswordThatOthersCouldRead() throws Exception {
        Fetched answer = signIn(portal, LOGIN, "Sec-Fetch-Site", "same-origin", "X-Forwarded-Proto", "https");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("use https");
        assertThat(Fetched.get(portal.port(), "/operator/session", "Cookie", cookie, "X-Forwarded-For", "192.0.2.1")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void behindATrustedProxyItsWordCounts() throws Exception {
        try (RunningPortal behind = database.portal(READER, operators(List.of("127.0.0.0/8"), Optional.empty()))) {
            assertThat(signIn(behind).status()).isEqualTo(403);
            assertThat(signIn(behind, LOGIN, "Sec-Fetch-Site", "same-origin", "Forwarded", "for=192.0.2.1;proto=http")
                            .status())
                    .isEqualTo(403);
            Fetched encrypted =
                    signIn(behind, LOGIN, "Sec-Fetch-Site", "same-origin", "Forwarded", "for=192.0.2.1;proto=https");
            assertThat(encrypted.status()).isEqualTo(204);
            assertThat(encrypted.header("Set-Cookie")).endsWith("; SameSite=Strict; Secure");
            String own = encrypted.header("Set-Cookie").split(";", 2)[0];
            assertThat(Fetched.get(
                                    behind.port(),
                                    "/operator/session",
                                    "Cookie",
                                    own,
                                    "Forwarded",
                                    "for=192.0.2.1;proto=https")
                            .status())
                    .isEqualTo(200);
            assertThat(Fetched.get(behind.port(), "/operator/session", "Cookie", own)
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void listsTheMostSilentFirstAndTheRetiredLast() throws Exception {
        JsonNode answer = sensors("");

        assertThat(ids(answer)).containsExactly("silent", "unheard", "delayed", "revoked");
        assertThat(answer.get("next").isNull()).isTrue();
        JsonNode delayed = answer.at("/sensors/2");
        assertThat(delayed.get("suid").asText()).isEqualTo(SUID);
        assertThat(delayed.get("trust").asText()).isEqualTo("certified");
        assertThat(delayed.get("manufacturer").asText()).isEqualTo("Acme");
        assertThat(delayed.get("retiredAt").isNull()).isTrue();
        assertThat(delayed.get("registeredAt").asText()).endsWith("Z");
        assertThat(delayed.get("silentSeconds").asLong()).isBetween(60L, 600L);
        assertThat(delayed.get("delaySeconds").asLong()).isEqualTo(100);
        assertThat(delayed.get("readings24h").asLong()).isEqualTo(24 * 10 * 2);
        assertThat(delayed.get("hasPosition").asBoolean()).isTrue();
        JsonNode unheard = answer.at("/sensors/1");
        assertThat(Stream.of("registeredAt", "lastSeen", "silentSeconds", "delaySeconds")
                        .allMatch(name -> unheard.get(name).isNull()))
                .isTrue();
        assertThat(unheard.get("firstSeen").asText()).endsWith("Z");
        assertThat(unheard.get("hasPosition").asBoolean()).isFalse();
        assertThat(answer.at("/sensors/3/retiredAt").asText()).endsWith("Z");
        assertThat(answer.toString()).doesNotContain("48.52");
    }

    @Test
    void goesThroughThemPageByPage() throws Exception {
        var found = new ArrayList<String>();
        String cursor = "";
        do {
            JsonNode page = sensors("?limit=1&cursor=" + cursor);
            found.addAll(ids(page));
            cursor = page.get("next").asText("");
        } while (!cursor.isEmpty() && found.size() < 10);

        assertThat(found).containsExactly("silent", "unheard", "delayed", "revoked");
    }

    @ParameterizedTest
    @CsvSource({
        "SIL, silent",
        "acme, delayed",
        "100%25, delayed",
        "3F2504E0-4f89, delayed",
        "old, ''",
        "%25, delayed",
        "_, ''",
        "'%27; drop', ''"
    })
    void findsByNumberNameAndMaker(String find, String ids) throws Exception {
        assertThat(String.join(" ", ids(sensors("?find=" + find.replace(" ", "%20")))))
                .isEqualTo(ids);
    }

    @Test
    void refusesAQueryThatIsNone() throws Exception {
        Fetched answer = Fetched.get(portal.port(), "/operator/sensors?limit=501", "Cookie", cookie);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"parameter\":\"limit\"");
    }

    @Test
    void showsAnExactPositionAndTellsTheLogWhoLooked() throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(OperatorSensors.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.addAppender(lines);
        try {
            assertThat(post(portal, "/operator/sensors/delayed/position", cookie)
                            .body())
                    .isEqualTo("{\"latitude\":48.5213789,\"longitude\":9.0487654,\"altitude\":312.5}");
            assertThat(post(portal, "/operator/sensors/unheard/position", cookie)
                            .body())
                    .isEqualTo("{\"latitude\":-17.123456,\"longitude\":179.99,\"since\":\"2026-03-02T12:00:00Z\"}");
            assertThat(post(portal, "/operator/sensors/silent/position", cookie).status())
                    .isEqualTo(404);
            assertThat(post(portal, "/operator/sensors/nobody/position", cookie).status())
                    .isEqualTo(404);
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(line -> line.getLevel() + " " + line.getFormattedMessage() + " " + line.getKeyValuePairs())
                .containsExactly(looked("delayed"), looked("unheard"), looked("silent"));
    }

    private static String looked(String id) {
        return "INFO An operator has looked at the exact position of a sensor [operator=\"anna\", sensor=\"" + id
                + "\"]";
    }

    @Test
    void readsNoPositionByAnythingElse() throws Exception {
        assertThatThrownBy(() -> database.queryAs(READER, "SELECT latitude FROM sensor_location"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
        for (int i = 0; i < 20; i++) {
            assertThat(post(portal, "/operator/sensors/delayed/position", cookie)
                            .status())
                    .isEqualTo(200);
        }
        // A connection that had kept the role could not read this table.
        for (int i = 0; i < 20; i++) {
            assertThat(ids(sensors(""))).hasSize(4);
        }
    }

    @Test
    void saysWhatToGrantWhereItMayNotLook() throws Exception {
        try (RunningPortal own = database.portal(STRANGER, operators(List.of(), Optional.empty()))) {
            String known = signIn(own).header("Set-Cookie").split(";", 2)[0];

            Fetched answer = post(own, "/operator/sensors/delayed/position", known);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("GRANT airlog_location TO stranger WITH INHERIT FALSE");
        }
    }

    @Test
    void saysWhyItCannotAskTheDoor() throws Exception {
        Fetched unset = post(portal, "/operator/sensors/delayed/release", cookie);

        assertThat(unset.status()).isEqualTo(503);
        assertThat(unset.body()).contains("set airlog.portal.mqtt-password");
        var nobody = new DoorAddress(URI.create("mqtt://127.0.0.1:1"), Optional.empty(), Secret.ofText("p"));
        try (RunningPortal own = database.portal(READER, operators(List.of(), Optional.of(nobody)))) {
            String known = signIn(own).header("Set-Cookie").split(";", 2)[0];
            assertThat(post(own, "/operator/sensors/delayed/revoke", known).body())
                    .contains("the broker cannot be reached");
            assertThat(post(own, "/operator/sensors/nobody/revoke", known).status())
                    .isEqualTo(404);
            // Of a page that was opened before the SUID was registered anew: the door would revoke who has it now.
            assertThat(post(own, "/operator/sensors/before/revoke", known).status())
                    .isEqualTo(409);
        }
    }

    private static JsonNode sensors(String query) throws Exception {
        Fetched answer = Fetched.get(portal.port(), "/operator/sensors" + query, "Cookie", cookie);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return JSON.readTree(answer.body());
    }

    private static List<String> ids(JsonNode page) {
        var ids = new ArrayList<String>();
        page.get("sensors").forEach(sensor -> ids.add(sensor.get("id").asText()));
        return ids;
    }

    private static Fetched post(RunningPortal running, String path, String known) throws Exception {
        return Fetched.post(
                running.port(),
                path,
                "{}",
                "Content-Type",
                "application/json",
                "Sec-Fetch-Site",
                "same-origin",
                "Cookie",
                known);
    }

    private static Fetched signIn(RunningPortal running) throws Exception {
        return signIn(running, LOGIN, "Sec-Fetch-Site", "same-origin");
    }

    private static Fetched signIn(RunningPortal running, String login, String... headers) throws Exception {
        var all = new ArrayList<>(List.of("Content-Type", "application/json; charset=utf-8"));
        all.addAll(List.of(headers));
        return Fetched.post(running.port(), "/operator/session", login, all.toArray(String[]::new));
    }
}
