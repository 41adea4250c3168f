package org.airlog.broker.scale;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.signature.Secret;

/**
 * Sensors by number, the same in every process. Each has a life as most have: it registered, with a position, and its
 * secret has signed since, so that the registry holds two records of it.
 */
final class Fleet {

    private static final Instant FIRST = Instant.parse("2025-01-01T00:00:00Z");
    private static final int SECRET_BYTES = 32;

    private final Seal seal;
    private final SecretSeal secretSeal;

    Fleet(Seal seal) {
        this.seal = seal;
        this.secretSeal = new SecretSeal(seal);
    }

    SecretSeal secretSeal() {
        return secretSeal;
    }

    /** Who number {@code number} is. */
    static Suid suid(long number) {
        return new Suid(uuid(2 * number));
    }

    /** The steps of its life, in their order. */
    void steps(long number, Consumer<SensorRecord> sink) {
        SensorRecord registration = registration(number);
        sink.accept(registration);
        UUID step = registration.registration();
        sink.accept(SensorRecord.used(
                registration.suid(), uuid(-1 - number), step, step, 1, Trust.SIGNED, registration.writtenAt()));
    }

    /** The first of them. */
    SensorRecord registration(long number) {
        Suid suid = suid(number);
        UUID registration = uuid(2 * number + 1);
        String position = String.format(Locale.ROOT, "%.6f,%.6f", 47 + number % 1_000 / 125.0, 6 + number % 777 / 77.0);
        return new SensorRecord(
                suid,
                registration,
                ObservationRecord.UNSIGNED,
                State.REGISTERED,
                1,
                Trust.SIGNED,
                "Nettigo",
                "NAM 0.3.3",
                "{\"firmware\":\"2024-12\"}",
                secretSeal.seal(secret(number), suid, registration),
                seal.seal(position.getBytes(StandardCharsets.UTF_8), SensorRecord.key(suid, registration)),
                FIRST.plusSeconds(number));
    }

    /** As the door makes them. */
    private static Secret secret(long number) {
        var bytes = new byte[SECRET_BYTES];
        new SplittableRandom(number).nextBytes(bytes);
        return Secret.ofText(HexFormat.of().withUpperCase().formatHex(bytes));
    }

    /** Of version 4, as sensors draw them. */
    private static UUID uuid(long number) {
        var random = new SplittableRandom(number);
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        return new UUID(high, (random.nextLong() >>> 2) | Long.MIN_VALUE);
    }
}
