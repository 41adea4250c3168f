package org.airlog.broker.sensor;

import java.time.Instant;
import java.util.UUID;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/** What the registry says of one SUID at one moment. Immutable. */
public sealed interface Sensor {

    /** The current registration; {@link ObservationRecord#UNSIGNED} for an unknown or unsigned sensor. */
    UUID registration();

    /** The current generation, 0 for an unknown or unsigned sensor. */
    int generation();

    /** Whether readings and uploads may come without a signature: nobody registered, listed or revoked it. */
    default boolean takesUnsigned() {
        return this instanceof Unknown || this instanceof Unsigned;
    }

    /** The claim code that an operator listed it with; null where none did. */
    default @Nullable ClaimCode claim() {
        return this instanceof Registered registered ? registered.standing().claim() : null;
    }

    /** Whether an operator lets the next registration follow. */
    default boolean isReleased() {
        return this instanceof Registered registered && registered.standing().isReleased();
    }

    /** Nobody has published or registered under this SUID. */
    record Unknown() implements Sensor {
        @Override
        public UUID registration() {
            return ObservationRecord.UNSIGNED;
        }

        @Override
        public int generation() {
            return 0;
        }
    }

    /**
     * Somebody publishes under this SUID without a signature.
     *
     * @param trust of what is published so
     * @param lastSeen to a day, see {@link Standing#since}
     * @param isReleased whether an operator lets a registration follow all the same
     */
    record Unsigned(Trust trust, Instant lastSeen, boolean isReleased) implements Sensor {
        @Override
        public UUID registration() {
            return ObservationRecord.UNSIGNED;
        }

        @Override
        public int generation() {
            return 0;
        }
    }

    /**
     * Listed by an operator and not yet registered since: takes nothing until somebody registers it with the claim code.
     *
     * @param registration of a revocation before it; else {@link ObservationRecord#UNSIGNED}
     */
    record Provisioned(UUID registration, int generation, ClaimCode claim) implements Sensor {}

    /**
     * Registered: publishes must be signed with {@code secret}, or with {@code former} while that still signs.
     *
     * @param secretStep the step that brought {@code secret}: the registration, or the last rotation since
     * @param former the secret before, null where none still signs
     */
    record Registered(
            UUID registration,
            int generation,
            Trust trust,
            Secret secret,
            Standing standing,
            UUID secretStep,
            @Nullable FormerSecret former)
            implements Sensor {

        /** One whose secret is the registration's own, and the only one. */
        public Registered(UUID registration, int generation, Trust trust, Secret secret, Standing standing) {
            this(registration, generation, trust, secret, standing, registration, null);
        }

        /** Whether {@code offered} is its secret, or the one before while that still signs. */
        public boolean holds(Secret offered, Instant now) {
            return secret.equals(offered) || (former != null && former.holds(offered, now));
        }
    }

    /** Revoked by an operator; {@code isReleased} where one has let a registration follow. */
    record Revoked(UUID registration, int generation, boolean isReleased) implements Sensor {}

    /**
     * Nothing can be said of it: its secret is sealed with a key that is missing here ({@code keyId}), or {@code keyId}
     * is empty, and a record of it could not be read or the registry is not loaded. Answer {@code unavailable}.
     */
    record Unreadable(UUID registration, int generation, String keyId) implements Sensor {}
}
