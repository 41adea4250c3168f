package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Firmwares that POST, byte for byte as they do, through the real door; and what lies in Kafka before they are answered. */
class DialectHttpIT {

    private static final String BOX = "5a8d1c0e9fd3c200197ae000";
    private static final String BOX_WITH_TOKEN = "5a8d1c0e9fd3c200197ae100";
    private static final String TEMPERATURE = "5a8d1c0e9fd3c200197ae001";
    private static final String HUMIDITY = "5a8d1c0e9fd3c200197ae002";
    private static final String BOXES = "airlog.dialects.opensensemap.boxes.";

    /** What an ESP8266 writes: the chip's own HTTP client, all headers of it. */
    private static final String AIR_ROHR_HEADERS = String.join(
            "\r\n",
            "Host: 192.168.1.7:8080",
            "User-Agent: NRZ-2020-133/1497234/a1b2c3d4e5f6",
            "Connection: close",
            "Accept-Encoding: identity;q=1,chunked;q=0.1,*;q=0",
            "Content-Type: application/json",
            "");

    @TempDir
    static Path directory;

    private static Installation airlog;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(
                        directory,
                        Map.of(
                                "airlog.dialects.enabled",
                                "airrohr, sensor-community, opensensemap, tasmota",
                                "airlog.dialects.basic-auth",
                                "balcony:secret",
                                BOXES + BOX + "." + TEMPERATURE,
                                "TEMP",
                                BOXES + BOX + "." + HUMIDITY,
                                "HUM",
                                BOXES + BOX_WITH_TOKEN + "." + TEMPERATURE,
                                "TEMP",
                                BOXES + BOX_WITH_TOKEN + ".token",
                                "t0ken"))
                .start();
        await("the whole path")
                .atMost(Duration.ofSeconds(60))
                .until(() -> push("esp8266-0", "0", "P1", "1").status() == 201);
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @Test
    void anAirRohrIsAnswered200AndItsPressureIsInHectopascals() throws IOException {
        String body = "{\"esp8266id\": \"1497234\", \"software_version\": \"NRZ-2020-133\", \"sensordatavalues\":["
                + "{\"value_type\":\"SDS_P1\",\"value\":\"3.00\"},{\"value_type\":\"SDS_P2\",\"value\":\"1.35\"},"
                + "{\"value_type\":\"BME280_pressure\",\"value\":\"101325.00\"},"
                + "{\"value_type\":\"GPS_lat\",\"value\":\"48.779301\"},{\"value_type\":\"GPS_lon\",\"value\":\"9.107702\"},"
                + "{\"value_type\":\"signal\",\"value\":\"-64\"}]}";

        var response = airRohr("Authorization: Basic YmFsY29ueTpzZWNyZXQ=\r\n", body);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-length")).isEqualTo("0");
        ObservationRecord record = last(Suid.derived("airrohr", "esp8266-1497234"));
        assertThat(record.source()).isEqualTo(Source.AIRROHR);
        assertThat(record.trust()).isEqualTo(Trust.LEGACY);
        Observation observation = record.observations().get(0);
        assertThat(observation.readings()).isEqualTo(Map.of("PM10", 3.0, "PM2_5", 1.35, "PRES", 1013.25));
        assertThat(observation.position()).isEqualTo(new Position(48.779301, 9.107702, null));
        assertThat(observation.extra()).isEqualTo(Map.of("software_version", "NRZ-2020-133", "signal", "-64"));
    }

    @ParameterizedTest
    @CsvSource({"'', signature-missing", "'Authorization: Basic YmFsY29ueTp3cm9uZw==', signature-wrong"})
    void anAirRohrIsAskedForItsPassword(String header, String reason) throws IOException {
        long before = airlog.storedRecords();

        var response = airRohr(
                header.isEmpty() ? "" : header + "\r\n",
                "{\"esp8266id\":\"1\",\"sensordatavalues\":[{\"value_type\":\"P1\",\"value\":\"3.00\"}]}");

        assertProblem(response, 401, reason);
        assertThat(response.header("www-authenticate")).isEqualTo("Basic realm=\"airlog\"");
        assertThat(airlog.storedRecords()).isEqualTo(before);
    }

    @Test
    void aPushForSensorCommunityIsAnswered201AndIsTheAirRohrs() throws IOException {
        var response = push("esp8266-8811223", "11", "temperature", "18.42");

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.header("content-length")).isEqualTo("0");
        ObservationRecord record = last(Suid.derived("airrohr", "esp8266-8811223"));
        assertThat(record.source()).isEqualTo(Source.SENSOR_COMMUNITY);
        assertThat(record.observations().get(0).readings()).isEqualTo(Map.of("TEMP", 18.42));
        assertThat(record.observations().get(0).extra()).containsEntry("sensor_pin", "11");
    }

    @Test
    void aPushWithoutItsHeaderIsRefused() throws IOException {
        var response = send("POST /v1/push-sensor-data HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}");

        assertProblem(response, 400, "malformed");
        assertThat(response.body()).contains("X-Sensor");
    }

    @Test
    void aSenseBoxIsUnderstoodAsItsSketchWrites() throws IOException {
        // Header lines end in LF, numbers are padded to nine characters, and an empty line follows the content.
        String body = TEMPERATURE + ",    12.70\n" + HUMIDITY + ",    71.90\n";
        String request = "POST /boxes/" + BOX + "/data HTTP/1.1\nAuthorization: \nHost: 192.168.1.7\n"
                + "Content-Type: text/csv\nConnection: close\nContent-Length: " + body.length() + "\n\n" + body
                + "\r\n";

        var response = send(request);

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(response.header("content-length")).isEqualTo("27");
        assertThat(response.headers()).doesNotContainKey("transfer-encoding");
        assertThat(response.body()).isEqualTo("\"Measurements saved in box\"");
        ObservationRecord record = last(Suid.derived("opensensemap", BOX));
        assertThat(record.source()).isEqualTo(Source.OPENSENSEMAP);
        assertThat(record.observations())
                .extracting(Observation::readings)
                .containsExactly(Map.of("TEMP", 12.7, "HUM", 71.9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\n\n\r\n", "5a8d1c0e9fd3c200197ae002,    99.00\n"})
    void whatFollowsTheContentIsIgnored(String rest) throws IOException {
        String body = TEMPERATURE + ",     1.00\n";
        int before = airlog.stored(Suid.derived("opensensemap", BOX)).size();

        var response =
                send("POST /boxes/" + BOX + "/data HTTP/1.1\nHost: a\nContent-Type: text/csv\nConnection: close\n"
                        + "Content-Length: " + body.length() + "\n\n" + body + rest);

        assertThat(response.status()).isEqualTo(201);
        List<ObservationRecord> stored = airlog.stored(Suid.derived("opensensemap", BOX));
        assertThat(stored).hasSize(before + 1);
        assertThat(stored.get(before).observations())
                .extracting(Observation::readings)
                .containsExactly(Map.of("TEMP", 1.0));
    }

    @Test
    void anEmptyLineBetweenTheRequestsOfOneConnectionIsIgnored() throws IOException {
        String body = TEMPERATURE + ",     2.00\n";
        String request = "POST /boxes/" + BOX + "/data HTTP/1.1\nHost: a\nContent-Type: text/csv\nContent-Length: "
                + body.length() + "\n\n" + body + "\r\n";
        try (var http = new RawHttp(airlog.httpPort())) {
            assertThat(http.send(request).read().status()).isEqualTo(201);
            assertThat(http.send(request).read().status()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/boxes/5a8d1c0e9fd3c200197ae200/data, application/json, {}, 403, not-allowed",
        "/boxes/5a8d1c0e9fd3c200197ae100/data, application/json, {}, 403, signature-missing",
        "/boxes/5a8d1c0e9fd3c200197ae000/data, application/sbx-bytes, {}, 415, content-type-unsupported",
        "/boxes/5a8d1c0e9fd3c200197ae000/data, application/json, {}, 400, malformed",
        "/boxes/a%23b/data, application/json, {}, 404, topic-invalid",
        "/boxes/a%20b/data, application/json, {}, 404, topic-invalid"
    })
    void aBoxIsToldWhyItIsRefused(String path, String contentType, String body, int status, String reason)
            throws IOException {
        var response = send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

        assertProblem(response, status, reason);
    }

    @Test
    void aBoxWithATokenMustSendIt() throws IOException {
        String head =
                "POST /boxes/" + BOX_WITH_TOKEN + "/data HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
        String body = "{\"" + TEMPERATURE + "\":[\"20.5\"]}";

        var wrong = send(head + "Authorization: guess\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        var right = send(head + "Authorization: t0ken\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

        assertProblem(wrong, 401, "signature-wrong");
        assertThat(right.status()).isEqualTo(201);
        assertThat(airlog.stored(Suid.derived("opensensemap", BOX_WITH_TOKEN))).hasSize(1);
    }

    @Test
    void anAirRohrThatSpeaksToTheOpenSenseMapIsUnderstood() throws IOException {
        String body = "{\"software_version\": \"NRZ-2020-133\", \"sensordatavalues\":["
                + "{\"value_type\":\"SDS_P1\",\"value\":\"3.00\"},{\"value_type\":\"BME280_pressure\",\"value\":\"99123.00\"}]}";

        var response = send("POST /boxes/5a8d1c0e9fd3c200197ae300/data?luftdaten=1 HTTP/1.1\r\n" + AIR_ROHR_HEADERS
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);

        assertThat(response.status()).isEqualTo(201);
        assertThat(last(Suid.derived("opensensemap", "5a8d1c0e9fd3c200197ae300"))
                        .observations()
                        .get(0)
                        .readings())
                .isEqualTo(Map.of("PM10", 3.0, "PRES", 991.23));
    }

    private static RawHttp.Response airRohr(String authorization, String body) throws IOException {
        return send("POST /legacy/airrohr HTTP/1.1\r\n" + AIR_ROHR_HEADERS + "X-Sensor: esp8266-1497234\r\n"
                + "X-MAC-ID: esp8266-a1b2c3d4e5f6\r\n" + authorization + "Content-Length: " + body.length() + "\r\n\r\n"
                + body);
    }

    private static RawHttp.Response push(String sensor, String pin, String type, String value) throws IOException {
        String body = "{\"software_version\": \"NRZ-2020-133\", \"sensordatavalues\":[{\"value_type\":\"" + type
                + "\",\"value\":\"" + value + "\"}]}";
        return send("POST /v1/push-sensor-data/ HTTP/1.1\r\n" + AIR_ROHR_HEADERS + "X-Sensor: " + sensor + "\r\nX-PIN: "
                + pin + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static RawHttp.Response send(String request) throws IOException {
        try (var http = new RawHttp(airlog.httpPort())) {
            return http.send(request).read();
        }
    }

    private static ObservationRecord last(Suid suid) {
        List<ObservationRecord> stored = airlog.stored(suid);
        assertThat(stored).isNotEmpty();
        return stored.get(stored.size() - 1);
    }

    private static void assertProblem(RawHttp.Response response, int status, String reason) {
        assertThat(response.status()).as(response.body()).isEqualTo(status);
        assertThat(response.header("content-type")).isEqualTo("application/problem+json");
        assertThat(response.headers()).doesNotContainKey("transfer-encoding");
        assertThat(response.body()).contains("\"reason\":\"" + reason + "\"");
    }
}
