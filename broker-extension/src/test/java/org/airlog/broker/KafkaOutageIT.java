package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka away: nothing is acknowledged, nobody is told that it is final, and everything goes on when it is back. */
class KafkaOutageIT {

    private static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;

    @TempDir
    Path directory;

    @Test
    void publishesAreHeldBackWhileKafkaIsAwayAndAcceptedAfterwards() throws Exception {
        try (var airlog = new Installation(directory, Map.of())) {
            var rogue = new Suid(UUID.randomUUID());
            airlog.startWithoutKafka();
            assertThat(airlog.status("/healthy")).isEqualTo(200);
            assertThat(airlog.status("/ready")).isEqualTo(503);
            assertHeldBack(airlog, topic(rogue), reading(1), "");

            airlog.startKafka();
            airlog.awaitReady();
            Device device = Device.register(airlog.port());
            assertAccepted(airlog, device, reading(2));

            airlog.stopKafka();
            Payload lost = reading(3);
            assertHeldBack(airlog, device.topic(), lost, device.authorization(lost));

            airlog.startKafka();
            airlog.awaitReady();
            assertAccepted(airlog, device, lost);
            assertThat(airlog.stored(rogue)).isEmpty();
        }
    }

    private static void assertHeldBack(Installation airlog, String topic, Payload payload, String authorization)
            throws Exception {
        Map<String, String> properties = authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization);
        try (var client = RawMqtt.connect(airlog.port(), 5, "device-5")) {
            client.publish(topic, 1, false, 1, payload.bytes(), properties);
            var packets = client.readToEnd();
            assertThat(packets).hasSize(1);
            assertThat(packets.get(0).type()).isEqualTo(RawMqtt.DISCONNECT);
            assertThat(packets.get(0).reasonCode()).isEqualTo(IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(packets.get(0).properties().get("reason")).startsWith("unavailable: ");
        }
        try (var client = RawMqtt.connect(airlog.port(), 4, "device-4")) {
            String suffix = authorization.replace("OpenSmogHash ", "/OpenSmogHash/");
            client.publish(topic + suffix, 1, false, 1, payload.bytes(), Map.of());
            assertThat(client.readToEnd()).isEmpty();
        }
        try (var gateway = RawMqtt.open(airlog.port(), 5)) {
            gateway.sendConnect(
                    "airlog-gateway-1",
                    true,
                    false,
                    Map.of("user", "gateway", "password", Installation.GATEWAY_PASSWORD));
            assertThat(gateway.read().reasonCode()).isZero();
            var stated = new HashMap<>(properties);
            stated.put("Airlog-Transport", "tls");
            gateway.publish(topic, 1, false, 1, payload.bytes(), stated);
            RawMqtt.Packet puback = gateway.read();
            assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
            assertThat(puback.reasonCode()).isEqualTo(IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(puback.properties().get("reason")).startsWith("unavailable: ");
        }
    }

    private static void assertAccepted(Installation airlog, Device device, Payload payload) throws Exception {
        int before = airlog.stored(device.suid()).size();
        try (var client = RawMqtt.connect(airlog.port(), 5, "device-5")) {
            client.publish(
                    device.topic(),
                    1,
                    false,
                    1,
                    payload.bytes(),
                    Map.of("Authorization", device.authorization(payload)));
            RawMqtt.Packet puback = client.read();
            assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
            assertThat(puback.reasonCode()).isLessThan(0x80);
        }
        assertThat(airlog.stored(device.suid())).hasSizeGreaterThan(before);
    }

    private static String topic(Suid suid) {
        return "v1/sensors/" + suid + "/readings";
    }

    private static Payload reading(double pm10) {
        return Device.reading(Duration.ofMinutes(1), pm10);
    }
}
