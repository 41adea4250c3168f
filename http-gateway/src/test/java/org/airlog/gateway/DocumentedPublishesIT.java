package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.airlog.gateway.documented.ExampleSensor;
import org.airlog.gateway.documented.MessagePackJson;
import org.airlog.gateway.documented.MqttExample;
import org.airlog.gateway.documented.MqttExamples;
import org.airlog.gateway.documented.Specification;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of {@code asyncapi.yaml}, published to the real broker, and what lies in the real Kafka afterwards. */
@Tag("once")
class DocumentedPublishesIT {

    private static final Specification ASYNCAPI = Specification.asyncapi();
    private static final MqttExamples EXAMPLES = new MqttExamples(ASYNCAPI);
    private static final int RECEIVED_AT = 4;

    @TempDir
    static Path directory;

    private static Installation airlog;
    private static ExampleDevice device;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, ExampleSensor.SETTINGS).start();
        device = new ExampleDevice(airlog.mqttPort(), Installation.PASSWORD);
        ExampleSensor.register(airlog::register);
        var signed = EXAMPLES.all().stream()
                .filter(example -> example.name().equals("signed"))
                .findFirst()
                .orElseThrow();
        await("the whole path, with the sensor of the examples")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> device.publish(signed).answer().path("reasonCode").asInt(0xff) < 0x80);
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    static List<MqttExample> examples() {
        return EXAMPLES.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void hasTheDocumentedConsequences(MqttExample example) throws Exception {
        int recordsBefore = airlog.observations().size();
        try (var operator = airlog.operator()) {
            ExampleDevice.Came came = device.publish(example);

            example.answer().ifPresent(answer -> assertThat(came.answer()).isEqualTo(answer));
            example.reply().ifPresent(reply -> assertReply(reply, came.reply()));
            example.refusal().ifPresent(refusal -> assertRefusal(refusal, came.refusal()));
            if (example.delivery().isPresent()) {
                assertThat(operator.next()).isEqualTo(example.delivery().map(JsonNode::toString));
            }
        }
        int records = recordsBefore + (example.record().isPresent() ? 1 : 0);
        await("its record").until(() -> airlog.observations().size() >= records);
        assertThat(airlog.observations()).hasSize(records);
        example.record().ifPresent(record -> assertRecord(record, airlog.lastObservation()));
    }

    @Test
    void belongToAPublish() {
        assertThat(EXAMPLES.orphans()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void keepsToItsOwnSchemasWhereItIsAccepted(MqttExample example) {
        if (example.isAccepted()) {
            assertThat(example.faults()).isEmpty();
        }
    }

    @Test
    void hasEachKafkaTopicAsDocumented() {
        for (var channel : EXAMPLES.channels("kafka")) {
            JsonNode binding = channel.value().at("/bindings/kafka");
            Map<String, String> actual =
                    airlog.topicSettings(binding.get("topic").asText());

            for (var setting : ASYNCAPI.members(binding.get("topicConfiguration"))) {
                String documented = setting.value().isArray()
                        ? setting.value().get(0).asText()
                        : setting.value().asText();
                assertThat(actual).containsEntry(setting.name(), documented);
            }
        }
    }

    /** A secret is another each time. */
    private static void assertReply(JsonNode documented, Optional<String> came) {
        if (documented.isTextual()) {
            assertValid("secret", "payload", TextNode.valueOf(came.orElseThrow()));
        } else {
            JsonNode actual = Specification.json(came.orElseThrow());
            assertValid("registryAnswer", "payload", actual);
            assertThat(actual).isEqualTo(documented);
        }
    }

    private static void assertRefusal(JsonNode documented, Optional<String> came) {
        var actual = (ObjectNode) Specification.json(came.orElseThrow());
        assertValid("refusal", "payload", actual);
        actual.set("receivedAt", documented.get("receivedAt"));
        assertThat(actual).isEqualTo(documented);
    }

    /** The time of receipt is another each time, also where it stands for the device's. */
    private static void assertRecord(JsonNode documented, ConsumerRecord<byte[], byte[]> record) {
        JsonNode actual = MessagePackJson.of(record.value());
        assertValid("observation", "payload", actual);
        var receivedAt = actual.get(RECEIVED_AT).asText();
        var expected = documented
                .get("payload")
                .toString()
                .replace(documented.get("payload").get(RECEIVED_AT).asText(), receivedAt);
        assertThat(actual).isEqualTo(Specification.json(expected));
        var headers = List.of(record.headers().toArray()).stream()
                .collect(Collectors.toMap(header -> header.key(), header -> MessagePackJson.hex(header.value())));
        ASYNCAPI.members(documented.get("headers")).forEach(header -> assertThat(headers)
                .containsEntry(header.name(), header.value().asText()));
        assertThat(MessagePackJson.hex(record.key())).matches("[0-9a-f]{32}");
    }

    private static void assertValid(String message, String part, JsonNode value) {
        assertThat(ASYNCAPI.faults(EXAMPLES.schema(message, part), value)).isEmpty();
    }
}
