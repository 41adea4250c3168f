package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.Secret;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator looks at what was parked and refused, mends the cause and puts it back. */
@Tag("once")
class LettersCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Test
    void whatWasParkedOrRefusedIsListedShownAndReplayed() throws Exception {
        Path data = folder.resolve("data");
        try (AirlogProcess up = AirlogProcess.up(data)) {
            replayParked(up, data);
            replayRejected(up, data);
        }
    }

    private void replayParked(AirlogProcess up, Path data) throws Exception {
        UUID rogue = UUID.randomUUID();
        long time = Instant.now().getEpochSecond() - 60;
        assertThat(post(up, "/rogue/v1/sensors/" + rogue + "/readings", reading(time, 1), "application/json", ""))
                .isEqualTo(200);
        awaitOne(up, "SELECT count(*) FROM observation");
        assertThat(post(up, "/rogue/v1/sensors/" + rogue + "/readings", reading(time, 2), "application/json", ""))
                .isEqualTo(200);
        awaitOne(up, "SELECT sum(parked) FROM ingest_offset");

        AirlogProcess listed = letters(up, data, "parked", "list", "--suid=" + rogue, "--reason=conflict");
        assertThat(listed.out()).as(String.join("\n", listed.err())).hasSize(2);
        assertThat(listed.out().get(1)).startsWith("0:0 ").contains(rogue.toString(), "conflict");
        assertThat(letters(up, data, "parked", "list", "--reason=unstorable").out())
                .hasSize(1);
        assertThat(letters(up, data, "parked", "show", "0:0").out())
                .anyMatch(line -> line.startsWith("content ") && line.contains("PM10=2.0"));
        assertThat(letters(up, data, "parked", "show", "0:7").exitCode()).isEqualTo(1);

        assertThat(up.query("WITH gone AS (DELETE FROM observation RETURNING 1) SELECT count(*) FROM gone"))
                .isEqualTo(1);
        assertThat(letters(up, data, "parked", "replay", "--all").out()).contains("0:0: put back", "replayed      1");
        awaitOne(up, "SELECT count(*) FROM observation WHERE pm10 = 2");
        assertThat(letters(up, data, "parked", "replay", "0:0").out()).contains("replayed      1");
        awaitOne(
                up,
                "SELECT count(*) FROM ingest_offset WHERE replayed = 2 AND accepted = 2 AND inserted = 1 AND parked = 1");
        assertThat(up.query("SELECT count(*) FROM observation")).isEqualTo(1);

        assertThat(letters(up, data, "parked", "list", "--json").out())
                .singleElement()
                .asString()
                .contains("\"id\":\"0:0\"", "\"replayed\":\"");
        assertThat(letters(up, data, "parked", "replay", "--all").out()).contains("replayed      0");
    }

    private void replayRejected(AirlogProcess up, Path data) throws Exception {
        UUID suid = UUID.randomUUID();
        String secret = register(up, suid);
        String path = "/v1/sensors/" + suid + "/readings";
        String payload = reading(Instant.now().getEpochSecond() - 60, 3);
        String signature = "HMAC-SHA256 "
                + HmacSha256.sign(Secret.ofText(secret), path.substring(1), Payload.ofText(payload))
                        .hex();
        // The registry keeps whole seconds: in the first one nobody can tell old from new.
        long registered = System.nanoTime();
        Awaitility.await()
                .until(() ->
                        System.nanoTime() - registered > Duration.ofSeconds(2).toNanos());
        assertThat(post(up, path, payload, "text/weather", signature)).isEqualTo(415);
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        letters(up, data, "rejected", "list", "--suid=" + suid).out())
                .hasSize(2));
        String line = letters(up, data, "rejected", "list", "--since=1h", "--suid=" + suid)
                .out()
                .get(1);
        assertThat(line).contains("content-type-unsupported", suid.toString()).doesNotContain(secret);
        String id = line.substring(0, line.indexOf(' '));
        assertThat(letters(up, data, "rejected", "show", id).out())
                .contains("content       " + payload)
                .noneMatch(text -> text.contains(signature));

        AirlogProcess same = letters(up, data, "rejected", "replay", id);
        assertThat(same.exitCode()).isEqualTo(1);
        assertThat(same.err()).anyMatch(text -> text.startsWith(id + ": content-type-unsupported"));
        AirlogProcess mended = letters(up, data, "rejected", "replay", id, "--content-type=application/json");
        assertThat(mended.out()).as(String.join("\n", mended.err())).contains(id + ": accepted");
        awaitOne(up, "SELECT count(*) FROM observations WHERE suid = '" + suid + "' AND trust = 'signed' AND pm10 = 3");
        assertThat(letters(up, data, "rejected", "list", "--json", "--suid=" + suid)
                        .out())
                .singleElement()
                .asString()
                .contains("\"replayed\":\"")
                .doesNotContain("},{");
    }

    private static void awaitOne(AirlogProcess up, String sql) {
        Awaitility.await().atMost(PATIENCE).until(() -> up.query(sql) == 1);
    }

    private static AirlogProcess letters(AirlogProcess up, Path data, String... words) throws Exception {
        var all = new ArrayList<>(List.of(words));
        all.add("--data-dir=" + data);
        all.add("--kafka=" + up.kafka());
        if (words[0].equals("rejected") && words[1].equals("replay")) {
            all.add("--mqtt=" + up.mqtt());
        }
        return AirlogProcess.run(all.toArray(String[]::new));
    }

    private static String reading(long time, int pm10) {
        return "[{\"timestamp\":" + time + ",\"readings\":{\"PM10\":" + pm10 + "}}]";
    }

    private static String register(AirlogProcess up, UUID suid) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(up.http() + "/v1/sensors/" + suid))
                .timeout(Duration.ofSeconds(30))
                .PUT(HttpRequest.BodyPublishers.ofString("{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int post(AirlogProcess up, String path, String payload, String contentType, String authorization)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(up.http() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(payload));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
