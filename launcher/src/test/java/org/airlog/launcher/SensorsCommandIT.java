package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.airlog.observation.Payload;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.Secret;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator at work beside a running {@code airlog up} of the policy {@code provisioned}. */
@Tag("once")
class SensorsCommandIT {

    private static final String SECRET = "[0-9A-F]{64}";

    @TempDir
    Path folder;

    @Test
    void anOperatorListsReleasesRotatesAndRevokes() throws Exception {
        Path data = folder.resolve("data");
        Path config =
                Files.writeString(folder.resolve("airlog.properties"), "airlog.registration.policy=provisioned\n");
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        Path file = Files.writeString(
                folder.resolve("sensors.csv"),
                "suid,claim_code,manufacturer,model\n" + first + ",CLAIM-ONE,Acme,One\n" + second
                        + "\nkitchen,12345678\n" + UUID.randomUUID() + ",short\n");
        try (AirlogProcess up = AirlogProcess.up(data, "--config=" + config)) {
            AirlogProcess provisioned = airlog(up, data, "provision", file.toString());
            assertThat(provisioned.exitCode()).as(provisioned.err().toString()).isEqualTo(1);
            assertThat(provisioned.err())
                    .contains("line 4: 'kitchen' is not a UUID")
                    .anyMatch(line -> line.startsWith("line 5: malformed: a provisioning: claim_code"));
            assertThat(provisioned.out()).contains("listed        2", "unchanged     0", "refused       2");
            assertThat(airlog(up, data, "provision", file.toString()).out())
                    .contains("listed        0", "unchanged     2", "refused       2");

            assertThat(register(up, first, "").statusCode()).isEqualTo(403);
            assertThat(register(up, first, "CLAIM-TWO").statusCode()).isEqualTo(403);
            assertThat(register(up, UUID.randomUUID(), "").statusCode()).isEqualTo(403);
            HttpResponse<String> claimed = register(up, first, "CLAIM-ONE");
            assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(200);
            assertThat(claimed.body()).matches(SECRET);
            String made = Files.readAllLines(folder.resolve("sensors.csv.codes")).stream()
                    .filter(line -> line.startsWith(second + "="))
                    .findFirst()
                    .orElseThrow()
                    .substring(second.toString().length() + 1);
            awaitState(up, data, second, "\"state\":\"provisioned\"");
            String secret = register(up, second, made).body();
            assertThat(secret).matches(SECRET);
            assertThat(register(up, second, "").statusCode()).isEqualTo(403);
            assertThat(registerSigned(up, second, "0".repeat(64)).statusCode()).isEqualTo(401);
            assertThat(registerSigned(up, second, secret).body()).matches(SECRET);
            awaitState(up, data, second, "\"state\":\"registered\",\"trust\":\"certified\"");
            awaitState(up, data, second, "\"generation\":2");

            AirlogProcess rotated = airlog(up, data, "rotate", first.toString());
            assertThat(rotated.out()).singleElement().asString().matches(SECRET).isNotEqualTo(claimed.body());
            assertThat(rotated.err())
                    .singleElement()
                    .asString()
                    .startsWith("the secret before it signs until this one has, or until 2");
            assertThat(registerSigned(up, first, "0".repeat(64)).statusCode()).isEqualTo(401);
            assertThat(airlog(up, data, "rotate", "--now", first.toString()).err())
                    .containsExactly("the secret before it has stopped");
            assertThat(registerSigned(up, first, rotated.out().get(0)).statusCode())
                    .isEqualTo(401);
            assertThat(register(up, first, "CLAIM-ONE").statusCode()).isEqualTo(403);
            assertThat(airlog(up, data, "release", first.toString()).out())
                    .containsExactly(first + ": the next registration may follow");
            assertThat(airlog(up, data, "release", first.toString()).out())
                    .containsExactly(first + ": so it was already");
            assertThat(register(up, first, "CLAIM-ONE").body()).matches(SECRET);
            assertThat(airlog(up, data, "revoke", first.toString()).exitCode()).isZero();
            AirlogProcess refused = airlog(up, data, "rotate", first.toString());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .containsExactly(
                            "airlog: refused: not-allowed: this SUID is not registered: it has no secret to rotate");

            awaitState(up, data, first, "\"state\":\"revoked\"");
            assertThat(airlog(up, data, "show", first.toString()).out())
                    .anyMatch(line -> line.startsWith("state         revoked since "))
                    .anyMatch(line -> line.startsWith("life          generation 2, certified: from "));
            assertThat(airlog(up, data, "list", "--trust=certified").out())
                    .anyMatch(line -> line.matches(second + " +registered +certified +2 .*Acme Sniffer"))
                    .hasSize(3);
            assertThat(airlog(up, data, "list", "--trust=rogue").out()).hasSize(1);
            assertThat(airlog(up, data, "show", UUID.randomUUID().toString()).exitCode())
                    .isEqualTo(1);
            assertThat(up.query("SELECT count(*) FROM sensor WHERE metadata::text LIKE '%CLAIM%'"))
                    .isZero();

            byThePortal(up, data, first, second);
        }
    }

    /** With the password that {@code airlog up} has made; {@code first} is revoked, {@code second} registered. */
    private static void byThePortal(AirlogProcess up, Path data, UUID first, UUID second) throws Exception {
        UUID rogue = UUID.randomUUID();
        post(up, "/rogue/v1/sensors/" + rogue + "/readings", "[{\"readings\":{\"TEMP\":12}}]", "");
        String password = Files.readAllLines(data.resolve("secrets.properties")).stream()
                .filter(line -> line.startsWith("airlog.operator.mqtt-password="))
                .findFirst()
                .orElseThrow()
                .replaceFirst("[^=]*=", "");
        HttpResponse<String> login =
                post(up, "/operator/session", "{\"user\":\"operator\",\"password\":\"" + password + "\"}", "");
        assertThat(login.statusCode()).as(login.body()).isEqualTo(204);
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];

        assertThat(change(up, cookie, second, "release")).isEqualTo("200 {\"done\":true}");
        assertThat(change(up, cookie, second, "release")).isEqualTo("200 {\"done\":false}");
        assertThat(change(up, cookie, first, "revoke")).isEqualTo("200 {\"done\":false}");
        assertThat(change(up, cookie, rogue, "release"))
                .startsWith("409 ")
                .contains("not-allowed: a release is not enough under the policy provisioned: provision this SUID");
        assertThat(change(up, cookie, rogue, "revoke")).isEqualTo("200 {\"done\":true}");
        awaitState(up, data, rogue, "\"state\":\"revoked\"");
        assertThat(post(up, "/operator/sensors/x/release", "{}", "").statusCode())
                .isEqualTo(401);
    }

    private static String change(AirlogProcess up, String cookie, UUID suid, String act) throws Exception {
        HttpResponse<String> answer =
                post(up, "/operator/sensors/" + publicId(up, cookie, suid) + "/" + act, "{}", cookie);
        return answer.statusCode() + " " + answer.body();
    }

    /** Waits until the sensor has been stored. */
    private static String publicId(AirlogProcess up, String cookie, UUID suid) {
        var id = Pattern.compile("\"id\":\"([^\"]+)\",\"suid\":\"" + suid + "\"");
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            var request = HttpRequest.newBuilder(
                                            URI.create(up.http() + "/operator/sensors?find=" + suid))
                                    .header("Cookie", cookie)
                                    .build();
                            var found = id.matcher(HttpClient.newHttpClient()
                                    .send(request, HttpResponse.BodyHandlers.ofString())
                                    .body());
                            return found.find() ? found.group(1) : "";
                        },
                        text -> !text.isEmpty());
    }

    private static HttpResponse<String> post(AirlogProcess up, String path, String body, String cookie)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create(up.http() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Sec-Fetch-Site", "same-origin")
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitState(AirlogProcess up, Path data, UUID suid, String expected) {
        Instant began = Instant.now();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(airlog(up, data, "show", "--json", suid.toString())
                                .out())
                        .as("since %s", began)
                        .anyMatch(line -> line.contains(expected)));
    }

    private static AirlogProcess airlog(AirlogProcess up, Path data, String... words) throws Exception {
        var all = new ArrayList<>(List.of("sensors"));
        all.addAll(List.of(words));
        all.add("--data-dir=" + data);
        boolean isRead = List.of("list", "show").contains(words[0]);
        all.add(isRead ? "--database-url=" + up.databaseUrl() : "--mqtt=" + up.mqtt());
        return AirlogProcess.run(all.toArray(String[]::new));
    }

    private static HttpResponse<String> register(AirlogProcess up, UUID suid, String code) throws Exception {
        String claim = code.isEmpty() ? "" : ",\"claim_code\":\"" + code + "\"";
        return put(up, suid, "{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"" + claim + "}", "none");
    }

    private static HttpResponse<String> registerSigned(AirlogProcess up, UUID suid, String secret) throws Exception {
        String form = "{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}";
        String topic = "v1/sensors/" + suid;
        return put(
                up,
                suid,
                form,
                "HMAC-SHA256 "
                        + HmacSha256.sign(Secret.ofText(secret), topic, Payload.ofText(form))
                                .hex());
    }

    private static HttpResponse<String> put(AirlogProcess up, UUID suid, String form, String authorization)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(up.http() + "/v1/sensors/" + suid))
                .timeout(Duration.ofSeconds(30))
                .PUT(HttpRequest.BodyPublishers.ofString(form));
        if (!authorization.equals("none")) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
