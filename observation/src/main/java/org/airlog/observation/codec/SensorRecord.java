package org.airlog.observation.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.UuidBytes;
import org.airlog.observation.sealing.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a sensor: the value of a record of {@code airlog.sensors}.
 *
 * <p>Each step has a registration id of its own and is never rewritten, so that compaction keeps every step and a
 * replay always gives the same answer. A step counts only if it {@link #follows} the sensor's current registration at
 * its offset; else it is void for every reader. A {@link State#isMarker marker} says something of the current
 * registration and leaves it current; one that is about a secret counts only while that secret is the current one, see
 * {@link #secretOf}.
 *
 * @param suid the sensor
 * @param registration id of this step; {@link ObservationRecord#UNSIGNED} for the unsigned life, which has no secret
 * @param replaces the registration that was current when this step was written; {@link ObservationRecord#UNSIGNED}
 *     where there was none
 * @param state what the sensor is from here on, or what is marked
 * @param generation 0 for the unsigned life, then counting up; of a marker, the current one
 * @param trust what its observations are worth
 * @param manufacturer as registered; empty where unknown
 * @param model as registered; empty where unknown
 * @param metadata unknown members of the registration, a JSON object as text
 * @param secret sealed under {@link #key()}: of a registered sensor its secret, of a provisioned one its claim code; else
 *     null
 * @param location sealed under {@link #key()}; null where unknown
 * @param writtenAt when it was written, to the microsecond
 * @param succession how its secret follows another; null where it follows none
 */
public record SensorRecord(
        Suid suid,
        UUID registration,
        UUID replaces,
        State state,
        int generation,
        Trust trust,
        String manufacturer,
        String model,
        String metadata,
        @Nullable Sealed secret,
        @Nullable Sealed location,
        Instant writtenAt,
        @Nullable Succession succession) {

    /** Kafka topic of these records: one partition, compacted. */
    public static final String TOPIC = "airlog.sensors";

    /** What a sensor is, or what is marked of it. The {@link #code} is on the wire and never changes. */
    public enum State {
        /** Somebody publishes under this SUID without a signature. Written again now and then while that goes on. */
        UNSIGNED(0),
        /** Registered: publishes must be signed with its secret. */
        REGISTERED(1),
        /** Revoked by an operator: no publish is accepted, and a claim code is worth nothing any more. */
        REVOKED(2),
        /** A marker: the secret has signed an accepted publish, so the answer to its registration has arrived. */
        USED(3),
        /** A marker: an operator lets the next registration follow whoever asks for it. */
        RELEASED(4),
        /** A marker: an operator listed this SUID, and who knows the claim code may register it as certified. */
        PROVISIONED(5),
        /** Registered as before by an operator, who was given the new secret; no longer written, see {@link #REKEYED}. */
        ROTATED(6),
        /** A marker: an operator gave the registration a new secret, which takes the place of its last one. */
        REKEYED(7),
        /** No step of a life: the secret and location of the step that it {@link #replaces}, sealed anew. */
        RESEALED(8);

        private final int code;

        State(int code) {
            this.code = code;
        }

        /** The number on the wire. */
        public int code() {
            return code;
        }

        /** Whether the step before stays the current registration. */
        public boolean isMarker() {
            return switch (this) {
                case USED, RELEASED, PROVISIONED, REKEYED, RESEALED -> true;
                case UNSIGNED, REGISTERED, REVOKED, ROTATED -> false;
            };
        }

        /** Whether a secret begins to count. */
        public boolean isRegistration() {
            return this == REGISTERED || this == ROTATED;
        }

        private boolean hasSecret() {
            return isRegistration() || this == PROVISIONED || this == REKEYED;
        }
    }

    /**
     * How secrets of one sensor follow one another.
     *
     * @param secretOf the step that brought the secret which a {@link State#REKEYED} takes the place of, or which a {@link
     *     State#USED} has seen sign; zeros for the registration's own
     * @param kept the step whose secret still signs beside the new one; zeros for none
     * @param keptUntil when that ends at the latest, to the microsecond; null: not before the new one has signed
     */
    public record Succession(UUID secretOf, UUID kept, @Nullable Instant keptUntil) {

        public Succession {
            keptUntil = keptUntil == null ? null : keptUntil.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** Throws {@link IllegalArgumentException} where secret or registration contradict the state. */
    public SensorRecord {
        writtenAt = writtenAt.truncatedTo(ChronoUnit.MICROS);
        if (state != State.RESEALED && state.hasSecret() != (secret != null)) {
            throw new IllegalArgumentException("a registered or provisioned sensor has a secret, and no other has");
        }
        if ((state == State.UNSIGNED) != registration.equals(ObservationRecord.UNSIGNED)) {
            throw new IllegalArgumentException("the unsigned life has the registration of zeros, and no other has");
        }
    }

    /** A step that says nothing of how secrets follow one another. */
    public SensorRecord(
            Suid suid,
            UUID registration,
            UUID replaces,
            State state,
            int generation,
            Trust trust,
            String manufacturer,
            String model,
            String metadata,
            @Nullable Sealed secret,
            @Nullable Sealed location,
            Instant writtenAt) {
        this(
                suid,
                registration,
                replaces,
                state,
                generation,
                trust,
                manufacturer,
                model,
                metadata,
                secret,
                location,
                writtenAt,
                null);
    }

    /** The first step of a SUID that nobody registered. */
    public static SensorRecord unsigned(Suid suid, Trust trust, Instant writtenAt) {
        UUID none = ObservationRecord.UNSIGNED;
        return new SensorRecord(suid, none, none, State.UNSIGNED, 0, trust, "", "", "{}", null, null, writtenAt);
    }

    /**
     * A step that holds no secret, of a sensor whose current registration is {@code current}.
     *
     * @param registration a new id, whether it is a marker or not
     */
    public static SensorRecord plain(
            Suid suid, UUID registration, UUID current, State state, int generation, Trust trust, Instant writtenAt) {
        return new SensorRecord(
                suid, registration, current, state, generation, trust, "", "", "{}", null, null, writtenAt);
    }

    /** The marker that a secret of {@code registration}, brought by {@code secretOf}, has signed an accepted publish. */
    public static SensorRecord used(
            Suid suid, UUID marker, UUID registration, UUID secretOf, int generation, Trust trust, Instant writtenAt) {
        boolean isOwn = secretOf.equals(registration);
        return new SensorRecord(
                suid,
                marker,
                registration,
                State.USED,
                generation,
                trust,
                "",
                "",
                "{}",
                null,
                null,
                writtenAt,
                isOwn ? null : new Succession(secretOf, ObservationRecord.UNSIGNED, null));
    }

    /**
     * What is sealed of {@code step}, sealed anew under the key of this record; written again, it has the same key.
     *
     * @param secret null where the step has none, or nobody needs it any more
     * @param location likewise
     */
    public static SensorRecord resealed(
            SensorRecord step, @Nullable Sealed secret, @Nullable Sealed location, Instant writtenAt) {
        return new SensorRecord(
                step.suid(),
                resealedId(step.suid(), step.registration()),
                step.registration(),
                State.RESEALED,
                step.generation(),
                step.trust(),
                "",
                "",
                "{}",
                secret,
                location,
                writtenAt);
    }

    /** The id of the record that has what is sealed of {@code step} under another key. */
    public static UUID resealedId(Suid suid, UUID step) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("airlog.resealed".getBytes(StandardCharsets.US_ASCII));
            return UuidBytes.read(ByteBuffer.wrap(digest.digest(key(suid, step))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /**
     * Whether this step counts where {@code current} is the sensor's registration: the one rule by which all readers
     * of the registry agree. A sensor that is unknown or unsigned has the registration {@link
     * ObservationRecord#UNSIGNED}.
     */
    public boolean follows(UUID current) {
        return replaces.equals(current);
    }

    /** The registration that is current once this step counts. */
    public UUID current() {
        return state.isMarker() ? replaces : registration;
    }

    /** The step that brought the secret which this one is about, see {@link Succession}. */
    public UUID secretOf() {
        return succession == null || succession.secretOf().equals(ObservationRecord.UNSIGNED)
                ? replaces
                : succession.secretOf();
    }

    /** The record's key, 32 bytes: SUID, then registration. */
    public byte[] key() {
        return key(suid, registration);
    }

    /** The key of the step {@code registration} of {@code suid}. */
    public static byte[] key(Suid suid, UUID registration) {
        return ByteBuffer.allocate(2 * UuidBytes.LENGTH)
                .put(suid.toBytes())
                .put(UuidBytes.write(registration))
                .array();
    }
}
