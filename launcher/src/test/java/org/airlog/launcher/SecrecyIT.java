package org.airlog.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.airlog.observation.Payload;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing secret in anything that is written down or told, at the highest log level: a day's work with secrets, hashes,
 * positions, claim codes and passwords, right ones and wrong ones, and then a search for all of them.
 */
@Tag("once")
class SecrecyIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    /** What must be found nowhere, by what it is. */
    private final Map<String, String> secrets = new LinkedHashMap<>();

    /** Where it is looked for, by what that is. */
    private final Map<String, String> told = new LinkedHashMap<>();

    @Test
    void nothingSecretIsToldOrWrittenDown() throws Exception {
        Path data = folder.resolve("data");
        Path config = Files.writeString(
                folder.resolve("airlog.properties"),
                "airlog.registration.policy=signed\nairlog.upload.requires-auth=true\nairlog.upload.salts.roof="
                        + secret("the salt", "pepper-4711-on-the-roof") + "\nairlog.kafka.client.ssl.key.password="
                        + secret("a password of Kafka's clients", "kafka-pass-phrase-0815") + "\n");
        String suid = UUID.randomUUID().toString();
        try (AirlogProcess up = AirlogProcess.upTalkative(data, "--config=" + config)) {
            kept(data);
            String first = registered(up, suid);
            readings(up, suid, first);
            uploads(up);
            String second = rotated(up, data, suid);
            readings(up, suid, second);
            connections(up, suid, first);
            badConfigurations();

            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> up.query("SELECT count(*) FROM observation") > 1);
            String log = Files.readString(data.resolve("log").resolve("airlog.log"));
            told.put("the log", log);
            told.put("standard error", String.join("\n", up.err()));
            told.put(
                    "standard output",
                    String.join(
                            "\n",
                            up.out().stream()
                                    .filter(line -> !line.startsWith("READY "))
                                    .toList()));
            for (String part : up.managed()) {
                told.put(part + "/metrics", get(part + "/metrics").body());
                told.put(part + "/ready", get(part + "/ready").body());
            }
            told.put("airlog.rejected", topic(up, "airlog.rejected"));
            told.put("airlog.parked", topic(up, "airlog.parked"));
            told.put("airlog.sensors", topic(up, "airlog.sensors"));
            told.put("airlog.observations", topic(up, "airlog.observations"));
            told.put(
                    "show",
                    String.join(
                            "\n",
                            AirlogProcess.run(
                                            "sensors",
                                            "show",
                                            "--data-dir=" + data,
                                            "--database-url=" + up.databaseUrl(),
                                            suid)
                                    .out()));
        }
        assertThat(told.get("the log")).contains("DEBUG").contains("Refused a publish");
        assertThat(told.get("airlog.rejected")).contains("malformed");
        assertThat(secrets).hasSizeGreaterThan(20);
        secrets.forEach((what, secret) -> told.forEach(
                (where, text) -> assertThat(text.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT)))
                        .as("%s in %s", what, where)
                        .isFalse()));
    }

    private void kept(Path data) throws Exception {
        var kept = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("secrets.properties"))) {
            kept.load(reader);
        }
        kept.forEach((key, value) -> Stream.of(value.toString().split("[,:]"))
                .filter(part -> part.length() > 8)
                .forEach(part -> secrets.put(key.toString(), part)));
        assertThat(kept).hasSizeGreaterThan(5);
    }

    /** Its first secret. */
    private String registered(AirlogProcess up, String suid) throws Exception {
        String position = "\"location\":{\"latitude\":" + secret("a latitude", "51.5225123") + ",\"longitude\":"
                + secret("a longitude", "-0.1546321") + "}";
        String code = ",\"claim_code\":\"" + secret("a claim code", "CLAIM-CODE-1234") + "\"";
        String path = "/v1/sensors/" + suid;
        String maker = "{\"manufacturer\":\"Acme\",\"model\":\"Kestrel\",";
        tell("registration with a code that is none", send(up, "PUT", path, maker + position + code + "}", ""), 403);
        tell(
                "registration beyond the poles",
                send(
                        up,
                        "PUT",
                        path,
                        maker + position.replace("51.5225123", secret("no latitude", "951.5225321")) + "}",
                        ""),
                400);
        HttpResponse<String> answer = send(up, "PUT", path, maker + position + "}", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return secret("the first secret", answer.body());
    }

    private void readings(AirlogProcess up, String suid, String secret) throws Exception {
        String path = "/v1/sensors/" + suid + "/readings";
        String body = "[{\"timestamp\":" + Instant.now().getEpochSecond() + ",\"readings\":{\"PM10\":" + secrets.size()
                + "}}]";
        String right = signature(
                "a right signature",
                HmacSha256.sign(Secret.ofText(secret), path.substring(1), Payload.ofText(body))
                        .hex());
        String wrong = signature(
                "a wrong signature",
                OpenSmogHash.sign(Secret.ofText("another"), Payload.ofText(body))
                        .hex());
        tell("signed", send(up, "POST", path, body, "HMAC-SHA256 " + right), 200);
        tell("wrongly signed", send(up, "POST", path, body, "OpenSmogHash " + wrong), 401);
        tell("half signed", send(up, "POST", path, body, "OpenSmogHash " + wrong.substring(2)), 401);
        tell("unsigned", send(up, "POST", path, body, ""), 403);
        tell("rogue", send(up, "POST", "/rogue" + path, body, ""), 403);
        String rogue = "/v1/sensors/" + UUID.randomUUID() + "/readings";
        tell("with a position", send(up, "POST", rogue, "[{\"readings\":{\"PM10\":1,\"lat\":51.5225123}}]", ""), 400);
        tell(
                "with half a position",
                send(up, "POST", rogue, "[{\"readings\":{\"PM10\":1,\"LONGITUDE\":-0.1546321}", ""),
                400);
        tell("no JSON", send(up, "POST", rogue, "no JSON", ""), 400);
        tell("implausible", send(up, "POST", rogue, "[{\"readings\":{\"HUM\":101}}]", ""), 400);
    }

    private void uploads(AirlogProcess up) throws Exception {
        String body = "{\"time\":[1],\"co2\":[400],\"lat\":[51.5225123],\"lon\":[-0.1546321]}";
        String right = signature("a right salted hash", hex(body + "pepper-4711-on-the-roof"));
        String wrong = signature("a wrong salted hash", hex(body + "salt"));
        tell("upload", upload(up, body, right), 200);
        tell("wrongly salted upload", upload(up, body, wrong), 403);
        String broken = body.replace("]}", "]");
        tell("broken upload", upload(up, broken, hex(broken + "pepper-4711-on-the-roof")), 400);
    }

    private String rotated(AirlogProcess up, Path data, String suid) throws Exception {
        var rotated = AirlogProcess.run("sensors", "rotate", "--data-dir=" + data, "--mqtt=" + up.mqtt(), suid);
        told.put("what rotate says beside", String.join("\n", rotated.err()));
        return secret("the second secret", rotated.out().get(0));
    }

    private void connections(AirlogProcess up, String suid, String first) throws Exception {
        for (String user : List.of("operator", "gateway", "nobody", suid)) {
            connect(up, user, secret("a wrong password of " + user, "wrong-password-" + UUID.randomUUID()));
        }
        connect(up, suid, first);
        // The signature rides in the topic, where it belongs and where it does not.
        URI mqtt = URI.create(up.mqtt());
        Mqtt3BlockingClient device = MqttClient.builder()
                .useMqttVersion3()
                .serverHost(mqtt.getHost())
                .serverPort(mqtt.getPort())
                .identifier("device-" + UUID.randomUUID())
                .buildBlocking();
        device.connect();
        String hash = signature("a signature in a topic", hex(suid));
        for (String topic : List.of(
                "v1/sensors/" + suid + "/readings/OpenSmogHash/" + hash,
                "v1/sensors/" + suid + "/OpenSmogHash/" + hash,
                "v1/sensors/" + suid + "/readings/" + hash,
                "elsewhere/" + hash)) {
            device.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload("[{\"readings\":{\"PM10\":1}}]".getBytes(UTF_8))
                    .send();
        }
        device.disconnect();
    }

    private static void connect(AirlogProcess up, String user, String password) {
        URI mqtt = URI.create(up.mqtt());
        var client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost(mqtt.getHost())
                .serverPort(mqtt.getPort())
                .identifier("client-" + UUID.randomUUID())
                .simpleAuth()
                .username(user)
                .password(password.getBytes(UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        try {
            client.connect();
            client.disconnect();
        } catch (Mqtt5ConnAckException refused) {
            assertThat(refused.getMqttMessage().getReasonString()).isPresent();
        }
    }

    private void badConfigurations() throws Exception {
        var lines = new ArrayList<String>();
        for (String line : List.of(
                "airlog.sealing.keys=k1:" + secret("half a sealing key", "0badc0de".repeat(4)),
                "airlog.principal.gateway=" + secret("a password for a hash", "gateway-in-the-clear"),
                "airlog.dialects.basic-auth=" + secret("a password without a user", "basic-in-the-clear"),
                "airlog.operator.mqtt-password=" + secret("a password without its hash", "operator-in-the-clear"),
                "airlog.database.url=postgresql://airlog:" + secret("a password in a URL", "url-in-the-clear") + "@")) {
            Path bad = Files.writeString(folder.resolve("bad.properties"), line + "\n");
            AirlogProcess refused = AirlogProcess.run(
                    "up",
                    "--data-dir=" + folder.resolve("bad"),
                    "--config=" + bad,
                    "--http-port=0",
                    "--mqtt-port=0",
                    "--kafka-port=0",
                    "--database-port=0");
            assertThat(refused.exitCode()).as(line).isEqualTo(1);
            lines.addAll(refused.out());
            lines.addAll(refused.err());
        }
        told.put("what is said of a bad configuration", String.join("\n", lines));
    }

    private String secret(String what, String text) {
        secrets.put(what, text);
        return text;
    }

    private String signature(String what, String hex) {
        return secret(what + " (" + secrets.size() + ")", hex);
    }

    private void tell(String what, HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(what + ": " + answer.body()).isEqualTo(status);
        told.put("the answer to " + what + " (" + told.size() + ")", answer.headers() + "\n" + answer.body());
    }

    private static HttpResponse<String> upload(AirlogProcess up, String body, String hash) throws Exception {
        return HTTP.send(
                request(up, "/upload")
                        .header("Content-Type", "application/json")
                        .header("Content-SHA256-Salted", hash)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(
            AirlogProcess up, String method, String path, String body, String authorization) throws Exception {
        HttpRequest.Builder request = request(up, path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(AirlogProcess up, String path) {
        return HttpRequest.newBuilder(URI.create(up.http() + path)).timeout(Duration.ofSeconds(30));
    }

    private static String hex(String text) {
        // OpenSmogHash is SHA-256 over payload and secret, which a salted hash is as well.
        return OpenSmogHash.sign(
                        Secret.ofText(text.substring(text.length() - 1)),
                        Payload.ofText(text.substring(0, text.length() - 1)))
                .hex();
    }

    /** All that lies in a topic: keys, values and headers. */
    private static String topic(AirlogProcess up, String topic) {
        var text = new StringBuilder();
        Map<String, Object> properties = Map.of("bootstrap.servers", up.kafka(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    text.append(new String(record.key(), ISO_8859_1));
                    text.append(new String(record.value(), ISO_8859_1));
                    record.headers().forEach(header -> text.append(header.key())
                            .append('=')
                            .append(new String(header.value(), UTF_8))
                            .append('\n'));
                });
            }
        }
        return text.toString();
    }
}
