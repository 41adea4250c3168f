package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka away: what the door can judge is safe in the spool and acknowledged, what needs the registry is held back, nobody
 * is told that it is final, and everything is in Kafka when it is back.
 */
class KafkaOutageIT {

    private static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;

    /** A second until the breaker opens, a force, and what a busy machine takes. */
    private static final Duration BOUND_OF_THE_FIRST = Duration.ofSeconds(4);

    private static final Duration BOUND_OF_THE_NEXT = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    @Test
    void whatIsAcknowledgedWhileKafkaIsAwayIsThereInOrderWhenItIsBack() throws Exception {
        var stranger = new Suid(UUID.randomUUID());
        try (var airlog = new Installation(directory, Map.of("airlog.spool.stop-limit", "1s"))) {
            airlog.startWithoutKafka();
            assertThat(airlog.status("/healthy")).isEqualTo(200);
            assertThat(airlog.status("/ready")).isEqualTo(503);
            assertHeldBack(airlog, topic(stranger), reading(1));

            airlog.startKafka();
            airlog.awaitReady();
            Device device = Device.register(airlog.port());
            List<Double> acknowledged = new ArrayList<>();
            publish(airlog, device, 5, 1, acknowledged, Duration.ofSeconds(10));
            assertThat(spool(airlog, "appended_total")).isZero();

            airlog.stopKafka();
            publish(airlog, device, 5, 2, acknowledged, BOUND_OF_THE_FIRST);
            for (int number = 3; number < 20; number++) {
                publish(airlog, device, number % 2 == 0 ? 5 : 4, number, acknowledged, BOUND_OF_THE_NEXT);
            }
            assertThat(spool(airlog, "depth_entries")).isEqualTo(18);
            Awaitility.await().until(() -> airlog.get("/ready").body().contains("\"kafkaReachable\":false"));
            assertThat(airlog.status("/ready")).isEqualTo(200);
            assertHeldBack(airlog, topic(stranger), reading(1));

            airlog.restartBroker();
            assertThat(airlog.get("/ready").body())
                    .contains("\"ready\":true", "\"state\":\"spooling\"", "\"entries\":18");
            for (int number = 20; number < 30; number++) {
                publish(airlog, device, 5, number, acknowledged, BOUND_OF_THE_FIRST);
            }

            airlog.startKafka();
            for (int number = 30; number < 40; number++) {
                publish(airlog, device, 5, number, acknowledged, BOUND_OF_THE_FIRST);
            }
            airlog.awaitReady();
            Awaitility.await("direct")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> airlog.get("/ready").body().contains("\"state\":\"direct\""));
            assertThat(spool(airlog, "depth_entries")).isZero();
            double appended = spool(airlog, "appended_total");
            publish(airlog, device, 5, 40, acknowledged, Duration.ofSeconds(10));

            assertThat(spool(airlog, "appended_total")).isEqualTo(appended);
            List<Double> stored = pm10(airlog.stored(device.suid()));
            assertThat(List.copyOf(new LinkedHashSet<>(stored))).isEqualTo(acknowledged);
            assertThat(airlog.stored(stranger)).isEmpty();
        }
    }

    @Test
    void withoutASpoolPublishesAreHeldBackWhileKafkaIsAway() throws Exception {
        try (var airlog = new Installation(directory, Map.of("airlog.spool.max-mib", "0"))) {
            airlog.start();
            Device device = Device.register(airlog.port());
            airlog.stopKafka();
            Payload lost = reading(3);
            assertHeldBack(airlog, device.signedTopic(lost), lost);
            assertThat(airlog.status("/ready")).isEqualTo(503);

            airlog.startKafka();
            airlog.awaitReady();
            publish(airlog, device, 5, 3, new ArrayList<>(), Duration.ofSeconds(10));
        }
    }

    private static void publish(
            Installation airlog, Device device, int protocol, int number, List<Double> acknowledged, Duration bound)
            throws Exception {
        Payload payload = reading(number);
        long before = System.nanoTime();
        try (var client = RawMqtt.connect(airlog.port(), protocol, "device-" + protocol)) {
            client.publish(device.signedTopic(payload), 1, false, 1, payload.bytes(), Map.of());
            RawMqtt.Packet puback = client.read();
            assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
            assertThat(puback.reasonCode()).isLessThan(0x80);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("publish %d", number)
                .isLessThan(bound);
        acknowledged.add((double) number);
    }

    private static void assertHeldBack(Installation airlog, String topic, Payload payload) throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), 5, "device-5")) {
            client.publish(topic, 1, false, 1, payload.bytes(), Map.of());
            var packets = client.readToEnd();
            assertThat(packets).hasSize(1);
            assertThat(packets.get(0).type()).isEqualTo(RawMqtt.DISCONNECT);
            assertThat(packets.get(0).reasonCode()).isEqualTo(IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(packets.get(0).properties().get("reason")).startsWith("unavailable: ");
        }
        try (var client = RawMqtt.connect(airlog.port(), 4, "device-4")) {
            client.publish(topic, 1, false, 1, payload.bytes(), Map.of());
            assertThat(client.readToEnd()).isEmpty();
        }
        try (var gateway = RawMqtt.open(airlog.port(), 5)) {
            gateway.sendConnect(
                    "airlog-gateway-1",
                    true,
                    false,
                    Map.of("user", "gateway", "password", Installation.GATEWAY_PASSWORD));
            assertThat(gateway.read().reasonCode()).isZero();
            gateway.publish(topic, 1, false, 1, payload.bytes(), Map.of("Airlog-Transport", "tls"));
            RawMqtt.Packet puback = gateway.read();
            assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
            assertThat(puback.reasonCode()).isEqualTo(IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(puback.properties().get("reason")).startsWith("unavailable: ");
        }
    }

    private static double spool(Installation airlog, String metric) {
        String name = "airlog_broker_spool_" + metric + " ";
        return airlog.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    private static List<Double> pm10(List<ObservationRecord> records) {
        return records.stream()
                .map(record -> record.observations().get(0).readings().getOrDefault("PM10", -1.0))
                .toList();
    }

    private static String topic(Suid suid) {
        return "v1/sensors/" + suid + "/readings";
    }

    private static Payload reading(double pm10) {
        return Device.reading(Duration.ofMinutes(1), pm10);
    }
}
