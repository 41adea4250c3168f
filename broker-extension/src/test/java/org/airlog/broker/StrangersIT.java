package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stranger may not do, and what nobody gets to see. */
class StrangersIT {

    private static final byte[] NOTHING = {};

    @TempDir
    static Path directory;

    private static Installation airlog;
    private static Device device;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, Map.of()).start();
        device = Device.register(airlog.port());
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void qos2IsRefusedAndNeverStored(int version) throws Exception {
        var suid = new Suid(UUID.randomUUID());
        try (var client = RawMqtt.connect(airlog.port(), version, "qos-2")) {
            client.publish(topic(suid), 2, false, 1, payload(1), Map.of());

            assertThat(client.readToEnd())
                    .noneMatch(packet -> packet.type() == RawMqtt.PUBREC && packet.reasonCode() < 0x80);
        }
        assertThat(airlog.stored(suid)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aResendOfQos2InASessionThatWasKeptIsNotAcknowledgedUnseen(int version) throws Exception {
        var suid = new Suid(UUID.randomUUID());
        for (boolean isResend : new boolean[] {false, true}) {
            try (var client = RawMqtt.open(airlog.port(), version)) {
                client.sendConnect("qos-2-kept-" + version, false, false, Map.of());
                assertThat(client.read().type()).isEqualTo(RawMqtt.CONNACK);
                client.publish(topic(suid), 2, false, isResend, 1, payload(1), Map.of());

                assertThat(client.readToEnd())
                        .noneMatch(packet -> packet.type() == RawMqtt.PUBREC && packet.reasonCode() < 0x80);
            }
        }
        assertThat(airlog.stored(suid)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aWillIsRefusedWithItsConnection(int version) throws Exception {
        try (var client = RawMqtt.open(airlog.port(), version)) {
            RawMqtt.Packet connack =
                    client.sendConnect("with-will", true, true, Map.of()).read();

            assertThat(connack.type()).isEqualTo(RawMqtt.CONNACK);
            assertThat(connack.body().get(1)).isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aRetainedPublishIsNeverStored(int version) throws Exception {
        var suid = new Suid(UUID.randomUUID());
        try (var client = RawMqtt.connect(airlog.port(), version, "retaining")) {
            client.publish(topic(suid), 1, true, 1, payload(1), Map.of());

            RawMqtt.Packet puback = client.read();
            assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
            assertThat(puback.reasonCode()).isEqualTo(version == 5 ? 0x87 : 0);
        }
        assertThat(airlog.stored(suid)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "#", "a/b", "airlog-gateway-1"})
    void aClientIdThatIsNotForStrangersIsRefused(String clientId) throws Exception {
        assertThat(connackOf(clientId, Map.of())).isNotZero();
    }

    @Test
    void theClientIdOfARegisteredSensorIsForItsSensorAlone() throws Exception {
        String own = device.suid().toString();

        assertThat(connackOf(own, Map.of())).isNotZero();
        assertThat(connackOf(own, Map.of("user", own, "password", "GUESS"))).isNotZero();
        assertThat(connackOf(
                        own, Map.of("user", own, "password", device.secret().reveal())))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"gateway, wrong", "operator, wrong", "nobody, wrong", "portal, not configured"})
    void aWrongPasswordIsRefusedAndNeverAnonymous(String user, String password) throws Exception {
        assertThat(connackOf("some-client", Map.of("user", user, "password", password)))
                .isNotZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "v1/sensors/+/readings",
                "v1/sensors/+/errors",
                "client/#",
                "client/+/registration",
                "client/other/registration",
                "$share/group/v1/sensors/+/readings",
                "upload"
            })
    void aStrangerMaySubscribeToNothingOfOthers(String filter) throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), 5, "curious")) {
            assertThat(client.subscribe(filter)).isGreaterThanOrEqualTo(0x80);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aStrangerHasAHundredSubscriptionsAndNoMore(int version) throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), version, "greedy")) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.subscribe("client/greedy/" + i)).isLessThan(0x80);
            }
            assertThat(client.subscribe("client/greedy/100")).isEqualTo(version == 5 ? 0x97 : 0x80);
            assertThat(client.subscribe("v1/sensors/" + device.suid() + "/errors"))
                    .isGreaterThanOrEqualTo(0x80);
        }
        try (var client = RawMqtt.connect(airlog.port(), version, "modest")) {
            assertThat(client.subscribe("client/modest/" + "a".repeat(60_000))).isGreaterThanOrEqualTo(0x80);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client/curious/registration",
                "v1/sensors/123e4567-e89b-12d3-a456-426655440000/errors",
                "refused/unavailable",
                "$SYS/anything"
            })
    void nobodyPublishesOnTopicsThatAreOurs(String topic) throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), 5, "curious")) {
            client.publish(topic, 1, false, 1, NOTHING, Map.of());

            RawMqtt.Packet answer = client.read();

            assertThat(answer.type()).isIn(RawMqtt.PUBACK, RawMqtt.DISCONNECT);
            assertThat(answer.reasonCode()).isGreaterThanOrEqualTo(0x80);
        }
    }

    @Test
    void anOperatorSeesReadingsWithoutSignatureAndNothingElse() throws Exception {
        Payload payload = Device.reading(Duration.ofMinutes(1), 33);
        Mqtt5BlockingClient operator = connectOperator();
        try (var seen = operator.publishes(MqttGlobalPublishFilter.ALL);
                var publisher = RawMqtt.connect(airlog.port(), 5, "publisher")) {
            operator.subscribeWith()
                    .topicFilter("v1/sensors/+/readings")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            publisher.publish("upload", 1, false, 1, columns(), Map.of());
            assertThat(publisher.read().reasonCode()).isLessThan(0x80);
            Device.register(airlog.port());
            publisher.publish(
                    device.signedTopic(payload),
                    1,
                    false,
                    2,
                    payload.bytes(),
                    Map.of("Airlog-Note", "1", "Own", "kept"));
            assertThat(publisher.read().reasonCode()).isLessThan(0x80);
            publisher.publish(
                    device.topic(),
                    1,
                    false,
                    3,
                    payload.bytes(),
                    Map.of("authorization", device.authorization(payload)));
            assertThat(publisher.read().reasonCode()).isLessThan(0x80);

            Mqtt5Publish first = seen.receive(10, TimeUnit.SECONDS).orElseThrow();
            Mqtt5Publish second = seen.receive(10, TimeUnit.SECONDS).orElseThrow();

            assertThat(first.getTopic()).hasToString(device.topic());
            assertThat(first.getUserProperties().asList())
                    .extracting(property -> property.getName().toString())
                    .containsExactly("Own");
            assertThat(second.getTopic()).hasToString(device.topic());
            assertThat(second.getUserProperties().asList()).isEmpty();
            assertThat(seen.receiveNow()).isEmpty();
        } finally {
            operator.disconnect();
        }
    }

    @Test
    void anotherOnesResponseTopicGetsNoSecretAndChangesNothing() throws Exception {
        assertRegistrationRefused("client/victim/registration", "not-allowed");
    }

    @Test
    void aResponseTopicThatIsNotSubscribedChangesNothing() throws Exception {
        assertRegistrationRefused("client/registrant/registration", "not-allowed");
    }

    /** The sensor of this class asks for nothing: were it registered anew, its secret would stop. */
    private static void assertRegistrationRefused(String responseTopic, String reason) throws Exception {
        Mqtt5BlockingClient client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(airlog.port())
                .identifier("registrant")
                .buildBlocking();
        client.connect();
        var refused = catchThrowableOfType(Mqtt5PubAckException.class, () -> client.publishWith()
                .topic("v1/sensors/" + device.suid())
                .qos(MqttQos.AT_LEAST_ONCE)
                .responseTopic(responseTopic)
                .payload("{\"manufacturer\":\"a\",\"model\":\"b\"}".getBytes(StandardCharsets.UTF_8))
                .send());
        client.disconnect();

        assertThat(refused.getMqttMessage().getReasonString().orElseThrow().toString())
                .startsWith(reason);
        Payload payload = Device.reading(Duration.ofMinutes(1), 44);
        try (var publisher = RawMqtt.connect(airlog.port(), 4, "still-registered")) {
            int before = airlog.stored(device.suid()).size();
            publisher.publish(device.signedTopic(payload), 1, false, 1, payload.bytes(), Map.of());
            assertThat(publisher.read().type()).isEqualTo(RawMqtt.PUBACK);
            assertThat(airlog.stored(device.suid())).hasSize(before + 1);
        }
    }

    private static Mqtt5BlockingClient connectOperator() {
        Mqtt5BlockingClient operator = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(airlog.port())
                .identifier("watching")
                .simpleAuth()
                .username("operator")
                .password(Installation.OPERATOR_PASSWORD.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        operator.connect();
        return operator;
    }

    private static int connackOf(String clientId, Map<String, String> login) throws Exception {
        try (var client = RawMqtt.open(airlog.port(), 5)) {
            RawMqtt.Packet connack =
                    client.sendConnect(clientId, true, false, login).read();
            assertThat(connack.type()).isEqualTo(RawMqtt.CONNACK);
            return connack.reasonCode();
        }
    }

    private static String topic(Suid suid) {
        return "v1/sensors/" + suid + "/readings";
    }

    private static byte[] payload(double pm10) {
        return Device.reading(Duration.ofMinutes(1), pm10).bytes();
    }

    private static byte[] columns() {
        return "{\"co2\":[415]}".getBytes(StandardCharsets.UTF_8);
    }
}
