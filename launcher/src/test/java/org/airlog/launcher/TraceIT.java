package org.airlog.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.airlog.launcher.SpanCollector.Sent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One reading, followed from its sender to its row by what a collector is sent. The dice are never cast: only who asks is traced. */
@Tag("once")
@TestMethodOrder(OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // set before all
class TraceIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String CALLER = "00f067aa0ba902b7";
    private static final String READINGS = "[{\"readings\":{\"PM10\":12.5}}]";

    @TempDir
    static Path folder;

    private static SpanCollector collector;
    private static AirlogProcess up;
    private static int ingestManagement;

    @BeforeAll
    static void start() throws Exception {
        collector = new SpanCollector();
        ingestManagement = freePort();
        Path config = Files.writeString(
                folder.resolve("airlog.properties"),
                "airlog.tracing.endpoint=" + collector.url() + "\nairlog.tracing.ratio=0\n"
                        + "airlog.tracing.headers=x-key=pepper\nairlog.ingest.management-port=" + ingestManagement
                        + "\n");
        up = AirlogProcess.up(folder.resolve("data"), "--no-limits", "--config=" + config);
    }

    @AfterAll
    static void stop() {
        up.close();
        collector.close();
    }

    @Test
    @Order(1)
    void followsAPostToItsRow() throws Exception {
        UUID suid = UUID.randomUUID();
        String trace = newTraceId();

        assertThat(post(suid, "traceparent", parent(trace), "tracestate", "vendor=a"))
                .isEqualTo(200);

        await().atMost(SOON).until(() -> collector.trace(trace).size() == 4);
        Sent request = span(trace, "POST /rogue/v1/sensors/{suid}/readings");
        assertThat(request.parentId()).isEqualTo(CALLER);
        assertThat(request.service()).isEqualTo("airlog-gateway");
        assertThat(request.value("http.response.status_code")).isEqualTo("200");
        Sent publish = span(trace, "publish");
        assertThat(publish.parentId()).isEqualTo(request.spanId());
        assertThat(publish.service()).isEqualTo("airlog-broker");
        assertThat(publish.value("messaging.destination.template")).isEqualTo("rogue/v1/sensors/{suid}/readings");
        assertThat(publish.value("airlog.outcome")).isEqualTo("accepted");
        assertThat(publish.span().getTraceState()).isEqualTo("vendor=a");
        followsToTheRow(trace, publish);
        assertThat(collector.text()).doesNotContain(suid.toString());

        ConsumerRecord<byte[], byte[]> record = record(suid);
        assertThat(header(record, "traceparent"))
                .isEqualTo("00-" + trace + "-" + span(trace, "kafka send").spanId() + "-01");
        assertThat(header(record, "tracestate")).isEqualTo("vendor=a");
        await().atMost(SOON).untilAsserted(() -> assertThat(metrics("application/openmetrics-text"))
                .containsPattern("airlog_ingest_delay_seconds_bucket\\S+ \\S+ # \\{span_id=\"\\w{16}\",trace_id=\""
                        + trace + "\"}"));
        assertThat(metrics("text/plain")).doesNotContain(trace).contains("airlog_tracing_spans_total");
    }

    @Test
    @Order(2)
    void followsAPublishOfMqtt5ToItsRow() throws Exception {
        UUID suid = UUID.randomUUID();
        String trace = newTraceId();

        publish(suid, parent(trace));

        await().atMost(SOON).until(() -> collector.trace(trace).size() == 3);
        Sent publish = span(trace, "publish");
        assertThat(publish.parentId()).isEqualTo(CALLER);
        assertThat(publish.value("network.protocol.version")).isEqualTo("5");
        followsToTheRow(trace, publish);
        assertThat(collector.text()).doesNotContain(suid.toString());
    }

    @Test
    @Order(3)
    void tellsWhyAPublishWasRefused() throws Exception {
        String trace = newTraceId();

        HttpResponse<String> refused = send(UUID.randomUUID(), "no readings", "traceparent", parent(trace));

        assertThat(refused.statusCode()).isEqualTo(400);
        await().atMost(SOON).until(() -> collector.trace(trace).size() == 2);
        assertThat(span(trace, "publish").value("airlog.reason")).isEqualTo("malformed");
    }

    @Test
    @Order(4)
    void storesWhatHasAnythingElseForATraceAndTracesItNot() throws Exception {
        String trace = newTraceId();
        int before = collector.spans().size();
        var suids = new ArrayList<UUID>();
        for (String hostile : List.of(
                "garbage",
                "00-" + trace + "-" + CALLER + "-00",
                "ff-" + trace + "-" + CALLER + "-01",
                "00-" + "0".repeat(32) + "-" + CALLER + "-01",
                parent(trace) + "-more",
                "00-".repeat(2_000))) {
            UUID suid = UUID.randomUUID();
            suids.add(suid);
            assertThat(post(suid, "traceparent", hostile)).isEqualTo(200);
            UUID other = UUID.randomUUID();
            suids.add(other);
            publish(other, hostile);
        }
        UUID twice = UUID.randomUUID();
        suids.add(twice);
        assertThat(post(twice, "traceparent", parent(trace), "traceparent", parent(trace)))
                .isEqualTo(200);

        for (UUID suid : suids) {
            await().atMost(SOON)
                    .until(() -> up.query("SELECT count(*) FROM observations WHERE suid = '" + suid + "'") == 1);
            assertThat(record(suid).headers()).extracting(Header::key).containsExactly("airlog-observations");
        }
        assertThat(collector.spans()).hasSize(before);
    }

    @Test
    @Order(5)
    void tracesNoMoreForStrangersThanTheirAllowance() throws Exception {
        String trace = newTraceId();

        long begun = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            assertThat(post(UUID.randomUUID(), "traceparent", parent(trace))).isEqualTo(200);
        }
        double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1_000.0;

        // What comes behind the last of them in the same queues tells when all are there.
        String last = newTraceId();
        await().atMost(SOON).until(() -> {
            post(UUID.randomUUID(), "traceparent", parent(last));
            return collector.trace(last).size() >= 4;
        });
        assertThat(collector.trace(trace).stream().filter(span -> span.name().startsWith("POST")))
                .hasSizeGreaterThanOrEqualTo(5)
                .hasSizeLessThanOrEqualTo((int) (10 + 10 * seconds + 1));
    }

    @Test
    @Order(6)
    void delaysAndLosesNothingWhileTheCollectorIsAway() throws Exception {
        collector.close();
        var suids = new ArrayList<UUID>();
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            UUID suid = UUID.randomUUID();
            suids.add(suid);
            assertThat(post(suid, "traceparent", parent(newTraceId()))).isEqualTo(200);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);

        for (UUID suid : suids) {
            await().atMost(SOON)
                    .until(() -> up.query("SELECT count(*) FROM observations WHERE suid = '" + suid + "'") == 1);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(metrics("text/plain"))
                .containsPattern("airlog_tracing_spans_total\\{outcome=\"failed\"} [1-9]"));
        String log = Files.readString(folder.resolve("data").resolve("log").resolve("airlog.log"));
        assertThat(log).contains("The collector takes no spans").doesNotContain("pepper");
        assertThat(up.terminate()).isZero();
    }

    private static void followsToTheRow(String trace, Sent publish) {
        Sent sending = span(trace, "kafka send");
        assertThat(sending.parentId()).isEqualTo(publish.spanId());
        Sent store = span(trace, "store");
        assertThat(store.parentId()).isEqualTo(sending.spanId());
        assertThat(store.service()).isEqualTo("airlog-consumer");
        assertThat(store.value("airlog.observations")).isEqualTo("1");
        assertThat(store.value("messaging.destination.partition.id")).isNotEmpty();
        assertThat(collector.spans())
                .filteredOn(span -> span.name().equals("insert"))
                .anyMatch(insert -> insert.span().getLinksList().stream()
                        .anyMatch(link -> link.getTraceId().equals(store.span().getTraceId())
                                && link.getSpanId().equals(sending.span().getSpanId())));
    }

    private static Sent span(String trace, String name) {
        return collector.trace(trace).stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among " + collector.trace(trace)));
    }

    private static String newTraceId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String parent(String trace) {
        return "00-" + trace + "-" + CALLER + "-01";
    }

    private static int post(UUID suid, String... headers) throws Exception {
        return send(suid, READINGS, headers).statusCode();
    }

    private static HttpResponse<String> send(UUID suid, String body, String... headers) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(up.http() + "/rogue/v1/sensors/" + suid + "/readings"))
                        .headers(headers)
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void publish(UUID suid, String traceparent) {
        URI broker = URI.create(up.mqtt());
        var client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost(broker.getHost())
                .serverPort(broker.getPort())
                .buildBlocking();
        client.connect();
        try {
            var result = (Mqtt5PublishResult.Mqtt5Qos1Result) client.publishWith()
                    .topic("rogue/v1/sensors/" + suid + "/readings")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .userProperties()
                    .add("traceparent", traceparent)
                    .applyUserProperties()
                    .payload(READINGS.getBytes(UTF_8))
                    .send();
            assertThat(result.getPubAck().getReasonCode().isError()).isFalse();
        } finally {
            client.disconnect();
        }
    }

    private static String metrics(String accept) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ingestManagement + "/metrics"))
                                .header("Accept", accept)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** The one record of {@code suid} in the log. */
    private static ConsumerRecord<byte[], byte[]> record(UUID suid) {
        byte[] key = ByteBuffer.allocate(16)
                .putLong(suid.getMostSignificantBits())
                .putLong(suid.getLeastSignificantBits())
                .array();
        Map<String, Object> properties = Map.of("bootstrap.servers", up.kafka());
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("airlog.observations").stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant end = Instant.now().plus(SOON);
            while (Instant.now().isBefore(end)) {
                var found = StreamSupport.stream(
                                consumer.poll(Duration.ofMillis(200)).spliterator(), false)
                        .filter(record -> Arrays.equals(record.key(), key))
                        .findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
            throw new AssertionError("no record of " + suid);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
