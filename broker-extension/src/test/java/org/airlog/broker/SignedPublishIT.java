package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a registered sensor: what it signs is stored before it is acknowledged, and nothing else is stored. */
class SignedPublishIT {

    private static final int NOT_AUTHORIZED = 0x87;
    private static final int TOPIC_NAME_INVALID = 0x90;
    private static final int PAYLOAD_FORMAT_INVALID = 0x99;

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

    @Test
    void aSignedPublishOfMqtt5IsInKafkaBeforeItsPuback() throws Exception {
        int before = airlog.stored(device.suid()).size();
        Payload payload = reading(21.5);

        RawMqtt.Packet puback = publish5(device.topic(), payload, device.authorization(payload));

        assertThat(puback.reasonCode()).isLessThan(0x80);
        assertThat(puback.properties()).isEmpty();
        List<ObservationRecord> stored = airlog.stored(device.suid());
        assertThat(stored).hasSize(before + 1);
        ObservationRecord last = stored.get(stored.size() - 1);
        assertThat(last.trust()).isEqualTo(Trust.SIGNED);
        assertThat(last.observations().get(0).readings()).containsEntry("PM10", 21.5);
    }

    @Test
    void aSignatureInTheTopicOfMqtt311IsInKafkaBeforeItsPuback() throws Exception {
        int before = airlog.stored(device.suid()).size();
        Payload payload = reading(22.5);
        try (var client = RawMqtt.connect(airlog.port(), 4, "signed-4")) {
            client.publish(device.signedTopic(payload), 1, false, 7, payload.bytes(), Map.of());

            assertThat(client.read().type()).isEqualTo(RawMqtt.PUBACK);
        }
        assertThat(airlog.stored(device.suid())).hasSize(before + 1);
    }

    @Test
    void aFlippedByteIsRefusedAndLeavesNoRecord() throws Exception {
        Payload payload = reading(23.5);
        byte[] flipped = payload.bytes().clone();
        flipped[flipped.length - 4] ^= 1;

        assertRefused(
                device.topic(),
                Payload.of(flipped),
                device.authorization(payload),
                NOT_AUTHORIZED,
                "signature-wrong: the signature does not match");
    }

    @Test
    void anotherSensorsSecretIsRefusedAndLeavesNoRecord() throws Exception {
        Device other = Device.register(airlog.port());
        Payload payload = reading(24.5);

        assertRefused(
                device.topic(),
                payload,
                other.authorization(payload),
                NOT_AUTHORIZED,
                "signature-wrong: the signature does not match");
    }

    @Test
    void anotherSensorsTopicIsRefusedAndLeavesNoRecord() throws Exception {
        Device other = Device.register(airlog.port());
        Payload payload = reading(25.5);

        assertRefused(
                other.topic(),
                payload,
                device.authorization(payload),
                NOT_AUTHORIZED,
                "signature-wrong: the signature does not match");
        assertThat(airlog.stored(other.suid())).isEmpty();
    }

    @Test
    void aMissingSignatureIsRefusedAndLeavesNoRecord() throws Exception {
        assertRefused(
                device.topic(),
                reading(26.5),
                "",
                NOT_AUTHORIZED,
                "signature-missing: readings of this SUID must be signed");
    }

    @Test
    void theRoguePathOfARegisteredSensorIsRefusedAndLeavesNoRecord() throws Exception {
        assertRefused(
                "rogue/" + device.topic(),
                reading(27.5),
                "",
                NOT_AUTHORIZED,
                "not-allowed: unsigned readings of this SUID are not accepted");
    }

    @Test
    void aTopicThatNamesNoSensorIsRefused() throws Exception {
        RawMqtt.Packet puback = publish5("v1/sensors/kitchen/readings", reading(1), "");

        assertThat(puback.reasonCode()).isEqualTo(TOPIC_NAME_INVALID);
        assertThat(puback.properties().get("reason")).startsWith("topic-invalid: ");
    }

    @Test
    void theSecretBeforeARegistrationStops() throws Exception {
        Device first = Device.register(airlog.port());
        Device second = Device.register(airlog.port(), first.suid());
        Payload payload = reading(28.5);

        assertThat(publish5(first.topic(), payload, first.authorization(payload))
                        .reasonCode())
                .isEqualTo(NOT_AUTHORIZED);
        assertThat(publish5(second.topic(), payload, second.authorization(payload))
                        .reasonCode())
                .isLessThan(0x80);
        assertThat(airlog.stored(first.suid())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rogue/"})
    void whoNeverRegisteredIsStoredAsRogue(String prefix) throws Exception {
        var suid = new Suid(UUID.randomUUID());

        RawMqtt.Packet puback = publish5(prefix + "v1/sensors/" + suid + "/readings", reading(2), "");

        assertThat(puback.reasonCode()).isLessThan(0x80);
        assertThat(airlog.stored(suid)).extracting(ObservationRecord::trust).containsExactly(Trust.ROGUE);
    }

    @Test
    void anUploadIsStoredUnderTheDefaultSuid() throws Exception {
        Payload columns = Payload.ofText("{\"time_utc\":[43,23],\"co2\":[1223,2351]}");

        RawMqtt.Packet puback = publish5("upload", columns, "");

        assertThat(puback.reasonCode()).isLessThan(0x80);
        var suid = Suid.parse("00000000-0000-8000-8000-000000000001").orElseThrow();
        assertThat(airlog.stored(suid)).extracting(ObservationRecord::trust).containsExactly(Trust.LEGACY);
    }

    /** HiveMQ shows PUBACKs to the door from the first receipt on. */
    @Test
    void aReceiptIsOnThePubackThatItIsForAndOnNoOther() throws Exception {
        Payload whole = reading(3);
        Payload partly = Payload.ofText("[" + oneOf(reading(3)) + "," + oneOf(reading(-5)) + "]");
        try (var client = RawMqtt.connect(airlog.port(), 5, "in-turn")) {
            int packetId = 0;
            for (Payload payload : List.of(whole, partly, whole, partly)) {
                client.publish(
                        device.topic(),
                        1,
                        false,
                        ++packetId,
                        payload.bytes(),
                        Map.of("Authorization", device.authorization(payload)));
            }

            for (boolean isPartly : List.of(false, true, false, true)) {
                RawMqtt.Packet puback = client.read();
                assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
                assertThat(puback.reasonCode()).isLessThan(0x80);
                assertThat(puback.properties().getOrDefault("Airlog-Accepted", "none"))
                        .isEqualTo(isPartly ? "1" : "none");
            }
        }
    }

    @Test
    void theGatewayIsAlwaysToldHowManyWereAccepted() throws Exception {
        Payload payload = reading(4);
        try (var client = RawMqtt.open(airlog.port(), 5)) {
            client.sendConnect(
                            "gateway-1",
                            true,
                            false,
                            Map.of("user", "gateway", "password", Installation.GATEWAY_PASSWORD))
                    .read();
            client.publish(
                    device.topic(),
                    1,
                    false,
                    1,
                    payload.bytes(),
                    Map.of("Authorization", device.authorization(payload), "Airlog-Transport", "loopback"));

            assertThat(client.read().properties()).containsEntry("Airlog-Accepted", "1");
        }
    }

    @Test
    void whatIsLeftOutIsToldOnThePubackAndOnTheErrorsTopic() throws Exception {
        Payload payload = Payload.ofText("[" + oneOf(reading(3)) + ","
                + "{\"timestamp\":1000,\"readings\":{\"PM10\":4}}," + oneOf(reading(-5)) + "]");
        try (var client = RawMqtt.connect(airlog.port(), 5, "partly")) {
            assertThat(client.subscribe("v1/sensors/" + device.suid() + "/errors"))
                    .isLessThan(0x80);
            client.publish(
                    device.topic(),
                    1,
                    false,
                    7,
                    payload.bytes(),
                    Map.of("Authorization", device.authorization(payload)));

            var packets = List.of(client.read(), client.read(), client.read());

            assertThat(packets)
                    .filteredOn(packet -> packet.type() == RawMqtt.PUBACK)
                    .singleElement()
                    .satisfies(puback -> assertThat(puback.properties())
                            .containsEntry("Airlog-Accepted", "1")
                            .containsKey("Airlog-Refused"));
            assertThat(packets)
                    .filteredOn(packet -> packet.type() == RawMqtt.PUBLISH)
                    .map(packet -> new String(packet.body().array(), StandardCharsets.UTF_8))
                    .anyMatch(text -> text.contains("\"reason\":\"time-implausible\""))
                    .anyMatch(text -> text.contains("\"reason\":\"value-implausible\""));
        }
        Awaitility.await().untilAsserted(() -> assertThat(airlog.read("airlog.rejected"))
                .filteredOn(record -> Payload.of(record.value()).equals(payload))
                .extracting(record ->
                        new String(record.headers().lastHeader("airlog-reason").value(), StandardCharsets.UTF_8))
                .contains("time-implausible", "value-implausible"));
    }

    @Test
    void aFinalRefusalOnMqtt311IsAcknowledgedAndToldOnTheErrorsTopic() throws Exception {
        int before = airlog.stored(device.suid()).size();
        try (var client = RawMqtt.connect(airlog.port(), 4, "refused-4")) {
            client.subscribe("v1/sensors/" + device.suid() + "/errors");
            client.publish(device.topic(), 1, false, 7, reading(6).bytes(), Map.of());

            var packets = List.of(client.read(), client.read());

            assertThat(packets)
                    .extracting(RawMqtt.Packet::type)
                    .containsExactlyInAnyOrder(RawMqtt.PUBACK, RawMqtt.PUBLISH);
            assertThat(packets).anyMatch(packet -> new String(packet.body().array(), StandardCharsets.UTF_8)
                    .contains("{\"reason\":\"signature-missing\""));
        }
        assertThat(airlog.stored(device.suid())).hasSize(before);
    }

    @Test
    void whatCannotBeReadIsRefusedAndKeptForALook() throws Exception {
        Payload payload = Payload.ofText("this is no JSON " + UUID.randomUUID());

        assertRefused(device.topic(), payload, device.authorization(payload), PAYLOAD_FORMAT_INVALID, "malformed: ");
        Awaitility.await().untilAsserted(() -> assertThat(airlog.read("airlog.rejected"))
                .anyMatch(record -> Payload.of(record.value()).equals(payload)));
    }

    @Test
    void everyPublishAndObservationIsCountedOnce() throws Exception {
        publish5(device.topic(), reading(7), "");

        var metrics = Metering.read(airlog.get("/metrics").body());

        assertThat(metrics.of("publishes received"))
                .isPositive()
                .isEqualTo(metrics.of("publishes accepted") + metrics.of("publishes refused"));
        assertThat(metrics.of("observations received"))
                .isPositive()
                .isEqualTo(metrics.of("observations accepted") + metrics.of("observations refused"));
    }

    private static void assertRefused(
            String topic, Payload payload, String authorization, int reasonCode, String reasonString) throws Exception {
        int before = airlog.stored(device.suid()).size();

        RawMqtt.Packet puback = publish5(topic, payload, authorization);

        assertThat(puback.reasonCode()).isEqualTo(reasonCode);
        assertThat(puback.properties().get("reason")).startsWith(reasonString);
        assertThat(airlog.stored(device.suid())).hasSize(before);
    }

    private static RawMqtt.Packet publish5(String topic, Payload payload, String authorization) throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), 5, "publisher-" + UUID.randomUUID())) {
            Map<String, String> properties =
                    authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization);
            client.publish(topic, 1, false, 7, payload.bytes(), properties);
            RawMqtt.Packet puback = client.read();
            assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
            return puback;
        }
    }

    private static Payload reading(double pm10) {
        return Device.reading(Duration.ofMinutes(1), pm10);
    }

    /** The one observation in an array of one. */
    private static String oneOf(Payload array) {
        String text = new String(array.bytes(), StandardCharsets.UTF_8);
        return text.substring(1, text.length() - 1);
    }
}
