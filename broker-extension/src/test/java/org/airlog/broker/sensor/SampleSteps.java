package org.airlog.broker.sensor;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.signature.Secret;

/** Steps in a sensor's life, and the seals that tests write and read them with. */
public final class SampleSteps {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final SecureRandom RANDOM = new SecureRandom();

    private SampleSteps() {}

    /** A seal with a new key of this id. */
    public static SecretSeal sealWithKey(String keyId) {
        return new SecretSeal(new Seal(List.of(SealingKey.parse(SealingKey.generate(keyId, RANDOM)))));
    }

    public static Suid suid() {
        return new Suid(UUID.randomUUID());
    }

    public static Secret secret() {
        return Secret.generate(RANDOM, 32);
    }

    /** A registration with a new id. */
    public static SensorRecord registration(SecretSeal seal, Suid suid, UUID replaces, int generation, Secret secret) {
        UUID registration = UUID.randomUUID();
        return new SensorRecord(
                suid,
                registration,
                replaces,
                State.REGISTERED,
                generation,
                Trust.SIGNED,
                "maker",
                "model",
                "{}",
                seal.seal(secret, suid, registration),
                null,
                NOW);
    }

    /** The first registration of a SUID. */
    public static SensorRecord registration(SecretSeal seal, Suid suid, Secret secret) {
        return registration(seal, suid, ObservationRecord.UNSIGNED, 1, secret);
    }

    /** What the first look at {@code registration} finds. */
    public static Sensor registered(SensorRecord registration, Secret secret) {
        return new Sensor.Registered(
                registration.registration(),
                registration.generation(),
                registration.trust(),
                secret,
                new Standing(registration.writtenAt(), false, false, null));
    }

    /** A marker of {@code current} with a new id. */
    public static SensorRecord marker(Suid suid, UUID current, State state) {
        return SensorRecord.plain(suid, UUID.randomUUID(), current, state, 1, Trust.SIGNED, NOW);
    }

    /** A provisioning of {@code current} with a new id. */
    public static SensorRecord provisioning(SecretSeal seal, Suid suid, UUID current, Secret claimCode) {
        UUID marker = UUID.randomUUID();
        return new SensorRecord(
                suid,
                marker,
                current,
                State.PROVISIONED,
                0,
                Trust.CERTIFIED,
                "maker",
                "model",
                "{}",
                seal.seal(claimCode, suid, marker),
                null,
                NOW);
    }

    /** An operator's revocation of {@code registered}. */
    public static SensorRecord revocation(SensorRecord registered) {
        return new SensorRecord(
                registered.suid(),
                UUID.randomUUID(),
                registered.registration(),
                State.REVOKED,
                registered.generation(),
                registered.trust(),
                "",
                "",
                "{}",
                null,
                null,
                NOW);
    }
}
