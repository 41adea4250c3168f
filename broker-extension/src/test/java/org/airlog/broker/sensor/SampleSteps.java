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
import org.airlog.observation.codec.SensorRecord.Succession;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

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

    /** What a rotation of the secret that {@code secretOf} brought to {@code current} writes; zeros for {@code kept}: none. */
    public static SensorRecord rekeying(
            SecretSeal seal,
            Suid suid,
            UUID current,
            UUID secretOf,
            UUID kept,
            @Nullable Instant keptUntil,
            Secret secret) {
        UUID marker = UUID.randomUUID();
        return new SensorRecord(
                suid,
                marker,
                current,
                State.REKEYED,
                1,
                Trust.SIGNED,
                "",
                "",
                "{}",
                seal.seal(secret, suid, marker),
                null,
                NOW,
                new Succession(secretOf, kept, keptUntil));
    }

    /** {@code registration} with the secret of the step {@code kept} beside its own until its own has signed. */
    public static SensorRecord keeping(SensorRecord registration, UUID kept) {
        return new SensorRecord(
                registration.suid(),
                registration.registration(),
                registration.replaces(),
                registration.state(),
                registration.generation(),
                registration.trust(),
                registration.manufacturer(),
                registration.model(),
                registration.metadata(),
                registration.secret(),
                registration.location(),
                registration.writtenAt(),
                new Succession(ObservationRecord.UNSIGNED, kept, null));
    }

    /** The marker that the secret which {@code secretOf} brought to {@code current} has signed. */
    public static SensorRecord used(Suid suid, UUID current, UUID secretOf) {
        return SensorRecord.used(suid, UUID.randomUUID(), current, secretOf, 1, Trust.SIGNED, NOW);
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
