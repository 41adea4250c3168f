package org.airlog.broker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;

/** Publishes that no door may store, each made by a seeded generator from what attackers know: everything but secrets. */
final class HostileMix {

    private static final int LARGEST = 256 * 1024;
    private static final Secret GUESS = Secret.ofText("F".repeat(64));

    private final RandomGenerator random;
    private final List<Suid> victims;

    /** @param victims registered SUIDs, in whose name is forged */
    HostileMix(RandomGenerator random, List<Suid> victims) {
        this.random = random;
        this.victims = List.copyOf(victims);
    }

    /** What is published at QoS 1 by MQTT 5. */
    record Attempt(String kind, String topic, boolean isRetained, Payload payload, Map<String, String> properties) {}

    /** Another one. */
    Attempt next() {
        Suid victim = victims.get(random.nextInt(victims.size()));
        String readings = "v1/sensors/" + victim + "/readings";
        Payload plausible = Device.reading(Duration.ofSeconds(1 + random.nextInt(100_000)), random.nextInt(100));
        return switch (random.nextInt(12)) {
            case 0 ->
                signed(
                        "forged",
                        readings,
                        plausible,
                        "OpenSmogHash " + OpenSmogHash.sign(GUESS, plausible).hex());
            case 1 ->
                signed(
                        "forged HMAC",
                        readings,
                        plausible,
                        "HMAC-SHA256 "
                                + HmacSha256.sign(GUESS, readings, plausible).hex());
            case 2 -> signed("no signature", readings, plausible, "Bearer " + UUID.randomUUID());
            case 3 -> unsigned("unsigned", readings, plausible);
            case 4 -> unsigned("the rogue path", "rogue/" + readings, plausible);
            case 5 -> unsigned("noise", stranger(), noise());
            case 6 -> unsigned("a depth bomb", stranger(), filled("[".getBytes(StandardCharsets.UTF_8)));
            case 7 ->
                unsigned("a digit bomb", stranger(), Payload.ofText("[{\"timestamp\":" + "9".repeat(200 << 10) + "}]"));
            case 8 -> unsigned("a length bomb", stranger(), Payload.of(new byte[] {(byte) 0xDD, -1, -1, -1, -1}));
            case 9 -> unsigned("too large", stranger(), Payload.of(new byte[LARGEST + 1]));
            case 10 -> new Attempt("retained", stranger(), true, plausible, Map.of());
            default -> unsigned("a topic of ours", topicOfOurs(victim), plausible);
        };
    }

    private String topicOfOurs(Suid victim) {
        return switch (random.nextInt(5)) {
            case 0 -> "v1/sensors/" + victim + "/errors";
            case 1 -> "client/operator/registration";
            case 2 -> "v1/registry/" + victim + "/revoke";
            case 3 -> "v1/sensors/" + victim;
            default -> "$SYS/" + victim;
        };
    }

    private static String stranger() {
        return "v1/sensors/" + UUID.randomUUID() + "/readings";
    }

    private Payload noise() {
        var bytes = new byte[1 + random.nextInt(4_000)];
        random.nextBytes(bytes);
        bytes[0] = '{';
        return Payload.of(bytes);
    }

    private static Payload filled(byte[] with) {
        var filled = new ByteArrayOutputStream(LARGEST);
        while (filled.size() + with.length <= LARGEST) {
            filled.writeBytes(with);
        }
        return Payload.of(filled.toByteArray());
    }

    private static Attempt signed(String kind, String topic, Payload payload, String authorization) {
        return new Attempt(kind, topic, false, payload, Map.of("Authorization", authorization));
    }

    private static Attempt unsigned(String kind, String topic, Payload payload) {
        return new Attempt(kind, topic, false, payload, Map.of());
    }
}
