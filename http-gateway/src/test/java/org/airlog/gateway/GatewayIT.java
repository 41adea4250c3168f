package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.airlog.proxy.TrustedProxies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract's answers by HTTP, from the real door, and what lies in Kafka afterwards. */
class GatewayIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Suid DEFAULT_UPLOAD_SUID = new Suid(UUID.fromString("00000000-0000-8000-8000-000000000001"));

    @TempDir
    static Path directory;

    private static Installation airlog;
    private static Suid registered;
    private static Secret secret;

    private long storedBefore;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, Map.of()).start();
        await("the whole path")
                .atMost(Duration.ofSeconds(60))
                .until(() -> post("/rogue", newSuid(), reading(1)).statusCode() == 200);
        registered = newSuid();
        secret = register(registered);
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @BeforeEach
    void count() {
        storedBefore = airlog.storedRecords();
    }

    @Test
    void deliversASecretOf64UpperCaseHexDigits() {
        assertThat(secret.reveal()).matches("[0-9A-F]{64}");
    }

    @Test
    void storesWhatIsSignedBeforeItSays200() throws Exception {
        String body = reading(20.5);

        var response = post("", registered, body, "Authorization", openSmogHash(secret, body));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("content-length")).contains("0");
        var stored = airlog.stored(registered);
        var last = stored.get(stored.size() - 1);
        assertThat(last.trust()).isEqualTo(Trust.SIGNED);
        assertThat(last.observations().get(0).readings()).containsEntry("PM10", 20.5);
    }

    @Test
    void takesAnHmacOverTheTopicAsTheDeviceSpelledIt() throws Exception {
        String body = reading(21.5);
        String suid = registered.toString();
        String topic = "v1/sensors/" + suid + "/readings";
        String authorization = "HMAC-SHA256 "
                + HmacSha256.sign(secret, topic, Payload.ofText(body)).hex();

        assertThat(post("", registered, body, "Authorization", authorization).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesAFlippedByte() throws Exception {
        String authorization = openSmogHash(secret, reading(20.5));

        var response = post("", registered, reading(20.6), "Authorization", authorization);

        assertRefused(response, 401, "signature-wrong");
        assertThat(response.headers().firstValue("www-authenticate")).contains("OpenSmogHash, HMAC-SHA256");
    }

    @Test
    void refusesAnotherSensorsSecret() throws Exception {
        Secret anothers = register(newSuid());
        String body = reading(20.5);

        assertRefused(
                post("", registered, body, "Authorization", openSmogHash(anothers, body)), 401, "signature-wrong");
    }

    @Test
    void refusesASignatureThatIsNone() throws Exception {
        assertRefused(post("", registered, reading(1), "Authorization", "OpenSmogHash xyz"), 401, "signature-wrong");
    }

    @Test
    void refusesAMissingSignature() throws Exception {
        assertRefused(post("", registered, reading(1)), 403, "signature-missing");
    }

    @Test
    void refusesTheRoguePathToARegisteredSensor() throws Exception {
        String body = reading(1);

        assertRefused(
                post("/rogue", registered, body, "Authorization", openSmogHash(secret, body)), 403, "not-allowed");
    }

    @Test
    void refusesTheOldSecretOnceThereIsANewOne() throws Exception {
        Suid suid = newSuid();
        Secret old = register(suid);
        Secret current = register(suid);
        String body = reading(1);

        assertThat(post("", suid, body, "Authorization", openSmogHash(current, body))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("", suid, body, "Authorization", openSmogHash(old, body))
                        .statusCode())
                .isEqualTo(401);
        assertThat(airlog.stored(suid)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/rogue"})
    void takesUnsignedReadingsOfAnUnknownSensor(String prefix) throws Exception {
        Suid suid = newSuid();

        assertThat(post(prefix, suid, reading(3), "Authorization", "OpenSmogHash 00")
                        .statusCode())
                .isEqualTo(200);
        assertThat(airlog.stored(suid)).hasSize(1).allSatisfy(record -> assertThat(record.trust())
                .isEqualTo(Trust.ROGUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[", "[]", "{}", "[{\"timestamp\":1,\"readings\":{}}]", "[{\"readings\":{\"PM10\":NaN}}]"})
    void refusesWhatIsNoReadings(String body) throws Exception {
        assertRefused(post("/rogue", newSuid(), body), 400, "malformed");
    }

    @Test
    void refusesAnUnknownContentType() throws Exception {
        var response = send("POST", "/rogue/v1/sensors/" + newSuid() + "/readings", "a", "Content-Type", "text/html");

        assertRefused(response, 415, "content-type-unsupported");
    }

    @Test
    void refusesWhatNamesNoSuid() throws Exception {
        assertRefused(send("POST", "/v1/sensors/abc/readings", reading(1)), 400, "topic-invalid");
    }

    @Test
    void refusesATooLargeBody() throws Exception {
        assertRefused(post("/rogue", newSuid(), " ".repeat(256 * 1024 + 1)), 413, "too-large");
    }

    @Test
    void refusesALocationThatIsNowhere() throws Exception {
        var response = send(
                "PUT",
                "/v1/sensors/" + newSuid(),
                "{\"manufacturer\":\"a\",\"model\":\"b\",\"location\":{\"latitude\":91,\"longitude\":0}}");

        assertRefused(response, 400, "malformed");
    }

    @Test
    void whoSaysThatHeIsTheFirstTakesNobodysSensor() throws Exception {
        String description = "{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}";
        Suid suid = newSuid();

        assertThat(send("PUT", "/v1/sensors/" + suid, description, "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(200);
        assertRefused(send("PUT", "/v1/sensors/" + suid, description, "If-None-Match", "*"), 403, "not-allowed");
    }

    @Test
    void refusesToRegisterThroughAProxyThatNobodyTrusts() throws Exception {
        var response = send("PUT", "/v1/sensors/" + newSuid(), "{}", "X-Forwarded-For", "192.0.2.1");

        assertRefused(response, 403, "not-allowed");
    }

    @ParameterizedTest
    @CsvSource({"https, 200", "http, 403"})
    void registersThroughATrustedProxyThatWasSpokenToByTls(String proto, int status) throws Exception {
        try (var gateway = airlog.gatewayBehind(TrustedProxies.parse(List.of("127.0.0.1")))) {
            gateway.start();
            await().until(gateway::isReady);
            try (var http = new RawHttp(gateway.port())) {
                String form = "{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}";
                String text = "PUT /v1/sensors/" + newSuid() + " HTTP/1.1\r\nHost: a\r\nForwarded: for=192.0.2.1;proto="
                        + proto + "\r\nContent-Length: " + form.length() + "\r\n\r\n" + form;

                assertThat(http.send(text).read().status()).isEqualTo(status);
            }
        }
    }

    @Test
    void tellsWhichPartIsRefused() throws Exception {
        long now = Instant.now().getEpochSecond();
        String body = "[{\"timestamp\":" + now + ",\"readings\":{\"PM10\":1}},{\"timestamp\":" + now
                + ",\"readings\":{\"HUM\":101}}]";

        var response = post("/rogue", newSuid(), body);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("airlog-refused")).contains("1;value-implausible");
    }

    @Test
    void savesAnUploadOfJson() throws Exception {
        var response = send("POST", "/upload", "{\"time_utc\":[43,23],\"co2\":[1223,2351]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"saved-in-db\":2}");
        var stored = airlog.stored(DEFAULT_UPLOAD_SUID);
        assertThat(stored.get(stored.size() - 1).observations()).hasSize(2);
    }

    @Test
    void savesAnUploadOfCsvForTheSuidOfItsQuery() throws Exception {
        Suid suid = newSuid();

        var response =
                send("POST", "/upload?suid=" + suid, "co2,t\r\n400,20.5\r\n401,\r\n", "Content-Type", "text/csv; x=y");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"saved-in-db\":2}");
        assertThat(airlog.stored(suid)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/octet-stream"})
    void refusesAnUploadThatCannotBeRead(String contentType) throws Exception {
        var response = send("POST", "/upload", "{\"co2\":", "Content-Type", contentType);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.body()).startsWith("{\"error\":\"").contains("\",\"detail\":\"");
        assertThat(airlog.storedRecords()).isEqualTo(storedBefore);
    }

    @Test
    void refusesWhileTheBrokerIsStoppedAndTakesTheSameAgainAfterwards() throws Exception {
        airlog.stopBroker();
        try {
            await().until(() -> !airlog.isReady());
            String body = reading(5);

            var refused = post("", registered, body, "Authorization", openSmogHash(secret, body));

            assertRefused(refused, 503, "unavailable");
            assertThat(refused.headers().firstValue("retry-after")).contains("10");
        } finally {
            airlog.startBroker();
        }
        String body = reading(6);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> post("", registered, body, "Authorization", openSmogHash(secret, body))
                                .statusCode()
                        == 200);
        assertThat(airlog.storedRecords()).isEqualTo(storedBefore + 1);
    }

    private void assertRefused(HttpResponse<String> response, int status, String reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("content-length")).isPresent();
        assertThat(response.body()).contains("\"reason\":\"" + reason + "\"");
        assertThat(airlog.storedRecords()).isEqualTo(storedBefore);
    }

    private static Suid newSuid() {
        return new Suid(UUID.randomUUID());
    }

    private static Secret register(Suid suid) throws Exception {
        var response = send("PUT", "/v1/sensors/" + suid, "{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Secret.ofText(response.body());
    }

    private static HttpResponse<String> post(String prefix, Suid suid, String body, String... headers)
            throws IOException, InterruptedException {
        return send("POST", prefix + "/v1/sensors/" + suid + "/readings", body, headers);
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + airlog.httpPort() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String openSmogHash(Secret key, String body) {
        return "OpenSmogHash " + OpenSmogHash.sign(key, Payload.ofText(body)).hex();
    }

    private static String reading(double pm10) {
        return String.format(
                Locale.ROOT,
                "[{\"timestamp\":%d,\"readings\":{\"PM10\":%.1f}}]",
                Instant.now().getEpochSecond(),
                pm10);
    }
}
