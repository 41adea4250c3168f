package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.broker.RawMqtt.Packet;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What limits of rate do to who sends, in each language of MQTT; the rates are scaled so that nobody waits long. */
class LimitsIT {

    private static final int QUOTA_EXCEEDED = 0x97;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final int SERVER_UNAVAILABLE = 3;

    @TempDir
    static Path directory;

    private static Installation airlog;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(
                        directory,
                        Map.of(
                                "airlog.limits.sensor-publishes", "20/s burst 10",
                                "airlog.limits.sensor-observations", "10/s burst 300",
                                "airlog.limits.address-publishes", "100000/s",
                                "airlog.limits.failed-signatures", "5/h",
                                "airlog.limits.address-new-sensors", "20/h",
                                "airlog.limits.registrations", "1000/h"))
                .start();
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @Test
    void aBacklogOfMqtt5IsDelayedToTheRateOfItsSensorAndAllOfItIsStored() throws Exception {
        assertABacklogIsDelayedAndStored(5, 0x00);
    }

    @Test
    void aBacklogOfMqtt311IsDelayedToTheRateOfItsSensorAndAllOfItIsStored() throws Exception {
        assertABacklogIsDelayedAndStored(4, 0x00);
    }

    @Test
    void whatIsFarOverALimitEndsAConnectionOfMqtt5WithoutAPuback() throws Exception {
        Device device = Device.register(airlog.port());
        useUpObservations(device);
        Payload payload = observations(100);

        Packet answer = publish(5, device, payload);

        assertThat(answer.type()).isEqualTo(RawMqtt.DISCONNECT);
        assertThat(answer.reasonCode()).isEqualTo(QUOTA_EXCEEDED);
        assertThat(answer.properties().get("reason")).matches("over-limit: sensor-observations, retry in \\d+ s");
        assertThat(airlog.stored(device.suid())).hasSize(1);
    }

    @Test
    void whatIsFarOverALimitEndsAConnectionOfMqtt311WithoutAPuback() throws Exception {
        Device device = Device.register(airlog.port());
        useUpObservations(device);

        assertThat(publish(4, device, observations(100)).type()).isEqualTo(RawMqtt.CLOSED);
        assertThat(airlog.stored(device.suid())).hasSize(1);
    }

    @Test
    void whatWasStoredIsAcknowledgedBeforeARefusalThatCameWithItEndsAConnectionOfMqtt5() throws Exception {
        List<Packet> answers = answersToThreeAtOnce(5);

        assertThat(answers).extracting(Packet::type).containsExactly(RawMqtt.PUBACK, RawMqtt.DISCONNECT);
        assertThat(answers.get(0).body().getShort(0)).isEqualTo((short) 1);
        assertThat(answers.get(1).reasonCode()).isEqualTo(QUOTA_EXCEEDED);
        assertThat(answers.get(1).properties().get("reason"))
                .matches("over-limit: sensor-observations, retry in \\d+ s");
    }

    @Test
    void whatWasStoredIsAcknowledgedBeforeARefusalThatCameWithItEndsAConnectionOfMqtt311() throws Exception {
        List<Packet> answers = answersToThreeAtOnce(4);

        assertThat(answers).extracting(Packet::type).containsExactly(RawMqtt.PUBACK);
        assertThat(answers.get(0).body().getShort(0)).isEqualTo((short) 1);
    }

    @Test
    void theGatewayIsToldAtOnceWhenToTryAgainAndKeepsItsConnection() throws Exception {
        Device device = Device.register(airlog.port());
        try (var gateway = RawMqtt.open(airlog.port(), 5)) {
            gateway.sendConnect(
                    "airlog-gateway-test",
                    true,
                    false,
                    Map.of("user", "gateway", "password", Installation.GATEWAY_PASSWORD));
            assertThat(gateway.read().reasonCode()).isZero();

            Packet last = publishAsGateway(gateway, device, 1);
            int accepted = 0;
            while (last.reasonCode() < 0x80) {
                last = publishAsGateway(gateway, device, 2 + accepted++);
            }

            assertThat(last.type()).isEqualTo(RawMqtt.PUBACK);
            assertThat(last.reasonCode()).isEqualTo(QUOTA_EXCEEDED);
            assertThat(last.properties())
                    .containsEntry("reason", "over-limit: sensor-publishes, retry in 1 s")
                    .containsEntry("Airlog-Retry-After", "1");
            Device other = Device.register(airlog.port());
            assertThat(publishAsGateway(gateway, other, 100).reasonCode()).isLessThan(0x80);
        }
    }

    @Test
    void aStrangerWhoGuessesIsNotLookedAtAnyMoreAndTheOwnerElsewhereGoesOn() throws Exception {
        Device device = Device.register(airlog.port());
        try (var gateway = RawMqtt.open(airlog.port(), 5)) {
            gateway.sendConnect(
                    "airlog-gateway-guesses",
                    true,
                    false,
                    Map.of("user", "gateway", "password", Installation.GATEWAY_PASSWORD));
            gateway.read();
            for (int guess = 1; guess <= 5; guess++) {
                assertThat(guessAsGateway(gateway, device, guess).reasonCode()).isEqualTo(NOT_AUTHORIZED);
            }

            Packet limited = guessAsGateway(gateway, device, 6);

            assertThat(limited.reasonCode()).isEqualTo(QUOTA_EXCEEDED);
            assertThat(limited.properties().get("reason")).startsWith("over-limit: failed-signatures, retry in ");
            assertThat(publish(5, device, Device.reading(Duration.ofSeconds(5), 20))
                            .type())
                    .as("the owner, from its own address")
                    .isEqualTo(RawMqtt.PUBACK);
        }
    }

    @Test
    void anAddressThatKeepsInventingSuidsIsStopped() throws Exception {
        Packet last = rogue(1);
        for (int i = 2; i <= 40 && last.type() == RawMqtt.PUBACK; i++) {
            last = rogue(i);
        }

        assertThat(last.type()).isEqualTo(RawMqtt.DISCONNECT);
        assertThat(last.properties().get("reason")).startsWith("over-limit: address-new-sensors, retry in ");
        assertThat(metric("airlog_broker_limited_total", "address-new-sensors", "refused"))
                .isPositive();
    }

    @Test
    void passwordsThatKeepFailingAreNotHashedAnyMore() throws Exception {
        for (int guess = 1; guess <= 5; guess++) {
            assertThat(connack(4, "a guess")).isEqualTo(4);
        }

        assertThat(connack(4, "a guess")).isEqualTo(SERVER_UNAVAILABLE);
        assertThat(connack(5, "a guess")).isEqualTo(QUOTA_EXCEEDED);
        assertThat(connack(5, Installation.OPERATOR_PASSWORD))
                .as("the right one, that nobody has used here before")
                .isEqualTo(QUOTA_EXCEEDED);
    }

    @Test
    void howManyOweSomethingIsTold() {
        assertThat(airlog.get("/metrics").body()).contains("airlog_broker_limit_keys{limit=\"sensor-observations\"}");
    }

    private static void assertABacklogIsDelayedAndStored(int version, int code) throws Exception {
        Device device = Device.register(airlog.port());
        double delayedBefore = metric("airlog_broker_limited_total", "sensor-publishes", "delayed");
        int publishes = 50;
        long begun = System.nanoTime();
        try (var client = RawMqtt.connect(airlog.port(), version, "backlog-" + version)) {
            for (int id = 1; id <= publishes; id++) {
                send(client, version, device, Device.reading(Duration.ofMinutes(id), id), id);
                if (id % 5 == 0) {
                    for (int i = 0; i < 5; i++) {
                        Packet puback = client.read();
                        assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
                        assertThat(puback.reasonCode()).isIn(code, 0x10);
                    }
                }
            }
        }

        assertThat(airlog.stored(device.suid())).hasSize(publishes);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("10 at once and 40 at 20/s")
                .isGreaterThan(Duration.ofMillis(1_900));
        assertThat(metric("airlog_broker_limited_total", "sensor-publishes", "delayed"))
                .isGreaterThan(delayedBefore + 20);
    }

    /** The first fits, the second is far over the limit, the third would fit again: it is stored no more than the second. */
    private static List<Packet> answersToThreeAtOnce(int version) throws Exception {
        Device device = Device.register(airlog.port());
        try (var client = RawMqtt.connect(airlog.port(), version, "window-" + version)) {
            List<Integer> sizes = List.of(300, 100, 1);
            for (int i = 0; i < sizes.size(); i++) {
                send(client, version, device, observations(sizes.get(i)), i + 1);
            }
            List<Packet> answers = client.readToEnd();
            assertThat(airlog.stored(device.suid())).hasSize(1);
            return answers;
        }
    }

    private static void useUpObservations(Device device) throws Exception {
        assertThat(publish(5, device, observations(300)).type()).isEqualTo(RawMqtt.PUBACK);
    }

    private static Packet publish(int version, Device device, Payload payload) throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), version, "one-" + UUID.randomUUID())) {
            send(client, version, device, payload, 1);
            return client.read();
        }
    }

    private static void send(RawMqtt client, int version, Device device, Payload payload, int id) throws Exception {
        if (version == 5) {
            client.publish(
                    device.topic(),
                    1,
                    false,
                    id,
                    payload.bytes(),
                    Map.of("Authorization", device.authorization(payload)));
        } else {
            client.publish(device.signedTopic(payload), 1, false, id, payload.bytes(), Map.of());
        }
    }

    private static Packet publishAsGateway(RawMqtt gateway, Device device, int id) throws Exception {
        Payload payload = Device.reading(Duration.ofSeconds(id), id);
        return asGateway(gateway, device, payload, device.authorization(payload), id);
    }

    private static Packet guessAsGateway(RawMqtt gateway, Device device, int id) throws Exception {
        return asGateway(gateway, device, observations(1), "OpenSmogHash " + "0".repeat(64), id);
    }

    private static Packet asGateway(RawMqtt gateway, Device device, Payload payload, String authorization, int id)
            throws Exception {
        gateway.publish(
                device.topic(),
                1,
                false,
                id,
                payload.bytes(),
                Map.of(
                        "Authorization", authorization,
                        "Airlog-Transport", "tls",
                        "Airlog-Client-Address", "198.51.100.1"));
        return gateway.read();
    }

    private static Packet rogue(int number) throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), 5, "rogue-" + number)) {
            String topic = "rogue/v1/sensors/" + new Suid(UUID.randomUUID()) + "/readings";
            client.publish(topic, 1, false, 1, observations(1).bytes(), Map.of());
            return client.read();
        }
    }

    private static int connack(int version, String password) throws Exception {
        try (var client = RawMqtt.open(airlog.port(), version)) {
            client.sendConnect("operator-" + version, true, false, Map.of("user", "operator", "password", password));
            Packet connack = client.read();
            return connack.body().get(1) & 0xFF;
        }
    }

    private static Payload observations(int count) {
        var text = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            String one =
                    new String(Device.reading(Duration.ofSeconds(10 + i), 20).bytes(), StandardCharsets.UTF_8);
            text.append(i == 0 ? "" : ",").append(one, 1, one.length() - 1);
        }
        return Payload.ofText(text.append("]").toString());
    }

    private static double metric(String name, String limit, String outcome) {
        return airlog.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name)
                        && line.contains("\"" + limit + "\"")
                        && line.contains("\"" + outcome + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
