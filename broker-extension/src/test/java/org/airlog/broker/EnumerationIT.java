package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where sensors that nobody registered may not publish, a stranger cannot find out which SUIDs exist. */
@Tag("once")
class EnumerationIT {

    private static final Secret GUESS = Secret.ofText("0".repeat(64));

    @TempDir
    static Path directory;

    private static Installation airlog;
    private static Device registered;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, Map.of("airlog.rogue.enabled", "false", "airlog.limits.enabled", "false"))
                .start();
        registered = Device.register(airlog.port());
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @Test
    void byWhatAPublishIsAnswered() throws Exception {
        for (boolean isSigned : new boolean[] {true, false}) {
            for (String prefix : List.of("", "rogue/")) {
                assertThat(answer(5, prefix, strangers(new Suid(UUID.randomUUID())), isSigned))
                        .isEqualTo(answer(5, prefix, strangers(registered.suid()), isSigned));
            }
            assertThat(answer(4, "", strangers(new Suid(UUID.randomUUID())), isSigned))
                    .isEqualTo(answer(4, "", strangers(registered.suid()), isSigned));
        }
        assertThat(answer(5, "", strangers(registered.suid()), true))
                .contains("signature-wrong")
                .contains("code 135");
    }

    @Test
    void byWhatAConnectOrASubscriptionIsAnswered() throws Exception {
        String unknown = UUID.randomUUID().toString();
        String known = registered.suid().toString();
        for (int version : new int[] {4, 5}) {
            assertThat(connack(version, unknown, Map.of())).isEqualTo(connack(version, known, Map.of()));
            assertThat(connack(version, "curious", Map.of("user", unknown, "password", "GUESS")))
                    .isEqualTo(connack(version, "curious", Map.of("user", known, "password", "GUESS")));
            try (var client = RawMqtt.connect(airlog.port(), version, "curious-" + version)) {
                assertThat(client.subscribe("v1/sensors/" + unknown + "/errors"))
                        .isEqualTo(client.subscribe("v1/sensors/" + known + "/errors"));
                assertThat(client.subscribe("v1/sensors/" + unknown + "/readings"))
                        .isEqualTo(client.subscribe("v1/sensors/" + known + "/readings"));
            }
        }
    }

    /** Both wait for the same look at the registry; what is left is the time of one hash. */
    @Test
    void byTheTimeThatAnAnswerTakes() throws Exception {
        var unknown = strangers(new Suid(UUID.randomUUID()));
        var known = strangers(registered.suid());
        var ofUnknown = new ArrayList<Long>();
        var ofKnown = new ArrayList<Long>();
        for (int i = 0; i < Integer.getInteger("airlog.test.timings", 20); i++) {
            ofUnknown.add(nanos(unknown));
            ofKnown.add(nanos(known));
        }

        double ratio = (double) median(ofKnown) / median(ofUnknown);

        System.getLogger("figures")
                .log(
                        System.Logger.Level.INFO,
                        "a wrong signature for a registered SUID takes {0} times as long as for an unknown one"
                                + " (medians {1} and {2} microseconds of {3})",
                        String.format(Locale.ROOT, "%.3f", ratio),
                        median(ofKnown) / 1_000,
                        median(ofUnknown) / 1_000,
                        ofKnown.size());
        assertThat(ratio).isBetween(0.2, 5.0);
    }

    /** A sensor as a stranger would play it. */
    private static Device strangers(Suid suid) {
        return new Device(suid, GUESS);
    }

    private static long nanos(Device device) throws Exception {
        Payload payload = Device.reading(Duration.ofMinutes(1), 20);
        try (var client = RawMqtt.connect(airlog.port(), 5, "timing")) {
            long begun = System.nanoTime();
            client.publish(
                    device.topic(),
                    1,
                    false,
                    7,
                    payload.bytes(),
                    Map.of("Authorization", device.authorization(payload)));
            assertThat(client.read().reasonCode()).isEqualTo(0x87);
            return System.nanoTime() - begun;
        }
    }

    private static long median(List<Long> values) {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Everything that comes back, with the SUID taken out of it. */
    private static String answer(int version, String prefix, Device device, boolean isSigned) throws Exception {
        Payload payload = Device.reading(Duration.ofMinutes(1), 20);
        try (var client = RawMqtt.connect(airlog.port(), version, "curious-" + version)) {
            client.subscribe("v1/sensors/" + device.suid() + "/errors");
            Map<String, String> properties =
                    isSigned && version == 5 ? Map.of("Authorization", device.authorization(payload)) : Map.of();
            String topic = isSigned && version == 4 ? device.signedTopic(payload) : device.topic();
            client.publish(prefix + topic, 1, false, 7, payload.bytes(), properties);
            var told = new ArrayList<String>();
            for (var packet : readAll(client)) {
                told.add(
                        packet.type() == RawMqtt.PUBACK
                                ? "code " + packet.reasonCode() + (version == 5 ? packet.properties() : "")
                                : new String(packet.body().array(), StandardCharsets.UTF_8)
                                        .replace(device.suid().toString(), "SUID")
                                        .replaceAll("\"receivedAt\":\"[^\"]*\"", "")
                                        .replaceAll("[^\\x20-\\x7e]", ""));
            }
            Collections.sort(told);
            return told.toString();
        }
    }

    /** The PUBACK and what is told on the errors topic, whichever comes first. */
    private static List<RawMqtt.Packet> readAll(RawMqtt client) throws Exception {
        var packets = new ArrayList<>(List.of(client.read()));
        client.read(Duration.ofSeconds(1)).ifPresent(packets::add);
        return packets;
    }

    private static String connack(int version, String clientId, Map<String, String> login) throws Exception {
        try (var client = RawMqtt.open(airlog.port(), version)) {
            RawMqtt.Packet connack =
                    client.sendConnect(clientId, true, false, login).read();
            return connack.type() + " " + new String(connack.body().array(), StandardCharsets.ISO_8859_1);
        }
    }
}
