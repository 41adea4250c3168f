package org.airlog.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.portal.ReadableDatabase.RunningPortal;
import org.airlog.portal.client.Apps;
import org.airlog.portal.http.Downloads;
import org.airlog.portal.http.PortalServer;
import org.airlog.portal.http.WatchPaths;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.operator.Operators;
import org.airlog.portal.timescale.DatabaseAddress;
import org.airlog.proxy.TrustedProxies;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators see of the work behind the scenes, from a real Kafka: who sees it, how much of it, and how long it may take. */
@SuppressWarnings("NullAway.Init") // set before all tests
class WatchIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "a password of an operator";
    private static final String SUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\u001b[2J\u202e";

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static RunningPortal portal;
    private static String cookie;

    @BeforeAll
    static void start() throws Exception {
        kafka = new EmbeddedKafka(directory.resolve("kafka"), 0);
        kafka.start();
        fill();
        portal = portal(kafka.bootstrapServers());
        cookie = signIn(portal);
    }

    @AfterAll
    static void stop() {
        portal.close();
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "rejected", "parked"})
    void whoIsNotSignedInSeesNothing(String what) throws Exception {
        Fetched answer = Fetched.get(portal.port(), "/operator/" + what);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).doesNotContain(SUID);
    }

    @Test
    void whatWasRefusedIsShownTheNewestFirst() throws Exception {
        JsonNode rejected = letters("rejected?limit=2");

        assertThat(rejected.findValuesAsText("id")).containsExactly("0:1001", "0:1000");
        JsonNode newest = rejected.get(0);
        assertThat(newest.get("suid").asText()).isEqualTo(SUID);
        assertThat(newest.get("reason").asText()).isEqualTo("malformed");
        assertThat(newest.get("bytes").asInt()).isEqualTo(9_000);
        assertThat(newest.get("text").asText())
                .isEqualTo("<img src=x onerror=alert(1)>\\u001b[2J\\u202e (cut: " + HOSTILE.getBytes(UTF_8).length
                        + " of 9000 bytes)");
    }

    @Test
    void aReasonPicksAndOnlyTheNewestThousandAreLookedAt() throws Exception {
        assertThat(letters("rejected?reason=malformed")).hasSize(1);
        assertThat(letters("rejected?reason=topic-invalid")).isEmpty();
        assertThat(letters("rejected?reason=over-limit&limit=200")).hasSize(200);
    }

    @Test
    void nothingOfARegistryRecordIsShownAndNothingThatIsTooLong() throws Exception {
        JsonNode parked = letters("parked");

        assertThat(parked.findValuesAsText("text"))
                .containsExactly("(70000 bytes, too long to be shown here)", "(15 bytes, not shown)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rejected?limit=201", "parked?limit=0", "rejected?suid=1", "state?x=1"})
    void whatIsNotUnderstoodIsRefused(String query) throws Exception {
        assertThat(get(portal, cookie, query).status()).isEqualTo(400);
    }

    @Test
    void aProcessThatDoesNotAnswerIsShownAsThat() throws Exception {
        Fetched answer = get(portal, cookie, "state");

        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body())
                .isEqualTo("{\"processes\":[{\"url\":\"http://127.0.0.1:1\",\"kind\":\"unknown\",\"ready\":false,"
                        + "\"detail\":\"does not answer\"}],\"refused\":{}}");
    }

    @Test
    void withoutKafkaItIsSaidSoInTime() throws Exception {
        try (RunningPortal alone = portal("127.0.0.1:1")) {
            String session = signIn(alone);
            long begun = System.nanoTime();

            Fetched answer = get(alone, session, "rejected");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(7));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("cannot read airlog.rejected from Kafka at 127.0.0.1:1");
        }
    }

    private static JsonNode letters(String query) throws Exception {
        Fetched answer = get(portal, cookie, query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return JSON.readTree(answer.body()).elements().next();
    }

    private static Fetched get(RunningPortal of, String session, String query) throws Exception {
        return Fetched.get(of.port(), "/operator/" + query, "Cookie", session);
    }

    /** A record that the bound leaves out, a thousand that it does not, and one of a stranger with bad manners. */
    private static void fill() throws Exception {
        Map<String, Object> access = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(access);
                var producer = new KafkaProducer<>(access, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(
                            new NewTopic("airlog.rejected", 1, (short) 1), new NewTopic("airlog.parked", 1, (short) 1)))
                    .all()
                    .get();
            var sent = new ArrayList<Future<?>>();
            sent.add(producer.send(record("airlog.rejected", Map.of("airlog-reason", "topic-invalid"), "")));
            sent.add(producer.send(record("airlog.rejected", Map.of("airlog-reason", "topic-invalid"), "")));
            for (int i = 0; i < 999; i++) {
                sent.add(producer.send(record("airlog.rejected", Map.of("airlog-reason", "over-limit"), "x")));
            }
            sent.add(producer.send(record(
                    "airlog.rejected",
                    Map.of(
                            "airlog-reason",
                            "malformed",
                            "airlog-topic",
                            "v1/sensors/" + SUID + "/readings",
                            "airlog-length",
                            "9000"),
                    HOSTILE)));
            sent.add(producer.send(record(
                    "airlog.parked",
                    Map.of("airlog-reason", "undecodable", "airlog-topic", "airlog.sensors"),
                    "{\"name\":\"mine\"}")));
            sent.add(producer.send(record(
                    "airlog.parked",
                    Map.of("airlog-reason", "conflict", "airlog-topic", "airlog.observations"),
                    "x".repeat(70_000))));
            for (Future<?> confirmation : sent) {
                confirmation.get();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, Map<String, String> headers, String value) {
        var record = new ProducerRecord<>(topic, "0123456789abcdef".getBytes(UTF_8), value.getBytes(UTF_8));
        new HashMap<>(headers).forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }

    private static RunningPortal portal(String bootstrapServers) throws IOException {
        var operators = new Operators(Map.of("anna", BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray())));
        var started = new Portal(new PortalConfig(
                "127.0.0.1",
                0,
                new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/none", "nobody", "none"),
                new Downloads.Rules(1, false, List.of()),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                new Apps(Map.of()),
                new OperatorConfig(operators, TrustedProxies.parse(List.of()), Optional.empty()),
                new WatchPaths.Sources(
                        List.of(URI.create("http://127.0.0.1:1")),
                        new KafkaAccess("airlog-portal", bootstrapServers, Map.of())),
                ReadableDatabase.ANY_PORT));
        started.start();
        PortalServer server = started.server();
        server.start();
        return new RunningPortal(started, server, started.manage());
    }

    private static String signIn(RunningPortal to) throws Exception {
        Fetched answer = Fetched.post(
                to.port(),
                "/operator/session",
                "{\"user\":\"anna\",\"password\":\"" + PASSWORD + "\"}",
                "Content-Type",
                "application/json",
                "Origin",
                "http://127.0.0.1:" + to.port());
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
        return answer.header("Set-Cookie").split(";", 2)[0];
    }
}
