package org.airlog.broker.sensor;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.jspecify.annotations.Nullable;

/** What the snapshot keeps for a SUID, as small as can be. Immutable; a {@link Sensor} is made of it for each look. */
sealed interface Entry
        permits Entry.Unregistered,
                Entry.Revoked,
                Entry.Succeeding,
                Entry.Unopened,
                Entry.Undecodable,
                RegisteredEntry {

    /** What is known of the sensor. */
    Sensor sensor();

    /** What markers say of it. */
    Standing standing();

    /** The same with another standing. */
    Entry with(Standing standing);

    /** The step that brought its secret; null where it has none. */
    default @Nullable UUID secretStep() {
        return null;
    }

    /** The secret before, which still signs; null for none. */
    default @Nullable FormerSecret former() {
        return null;
    }

    /** Ids of the keys that would make more of it readable. */
    default Stream<String> missingKeyIds() {
        ClaimCode claim = standing().claim();
        return claim == null ? Stream.empty() : claim.missingKeyId().stream();
    }

    /** Times are kept as unsigned seconds in 32 bits: from 1970 to 2106. */
    static int seconds(Instant time) {
        return (int) Math.min(Math.max(time.getEpochSecond(), 0), 0xFFFF_FFFFL);
    }

    static Instant time(int seconds) {
        return Instant.ofEpochSecond(Integer.toUnsignedLong(seconds));
    }

    /** Never registered: unknown, unsigned or waiting for its claim. */
    final class Unregistered implements Entry {

        static final Unregistered UNKNOWN = new Unregistered(null, Standing.NEW);

        private final @Nullable Trust trust;
        private final int lastSeen;
        private final boolean isReleased;
        private final @Nullable ClaimCode claim;

        /** {@code trust} is null until somebody has published. */
        Unregistered(@Nullable Trust trust, Standing standing) {
            this.trust = trust;
            this.lastSeen = seconds(standing.since());
            this.isReleased = standing.isReleased();
            this.claim = standing.claim();
        }

        @Override
        public Sensor sensor() {
            if (claim != null) {
                return new Sensor.Provisioned(ObservationRecord.UNSIGNED, 0, claim);
            }
            return trust == null ? new Sensor.Unknown() : new Sensor.Unsigned(trust, time(lastSeen), isReleased);
        }

        @Override
        public Standing standing() {
            return new Standing(time(lastSeen), false, isReleased, claim);
        }

        @Override
        public Entry with(Standing standing) {
            return new Unregistered(trust, standing);
        }
    }

    /** Revoked, perhaps listed again since. */
    record Revoked(UUID registration, int generation, Standing standing) implements Entry {

        @Override
        public Sensor sensor() {
            ClaimCode claim = standing.claim();
            return claim == null
                    ? new Sensor.Revoked(registration, generation, standing.isReleased())
                    : new Sensor.Provisioned(registration, generation, claim);
        }

        @Override
        public Entry with(Standing changed) {
            return new Revoked(registration, generation, changed);
        }
    }

    /** Registered, its secret not the registration's own or not the only one: few at a time. */
    record Succeeding(RegisteredEntry now, UUID secretStep, @Nullable FormerSecret former) implements Entry {

        @Override
        public Sensor.Registered sensor() {
            Sensor.Registered known = now.sensor();
            return new Sensor.Registered(
                    known.registration(),
                    known.generation(),
                    known.trust(),
                    known.secret(),
                    known.standing(),
                    secretStep,
                    former);
        }

        @Override
        public Standing standing() {
            return now.standing();
        }

        @Override
        public Entry with(Standing changed) {
            return new Succeeding(now.with(changed), secretStep, former);
        }

        @Override
        public Stream<String> missingKeyIds() {
            Stream<String> formerKey = former == null ? Stream.empty() : former.missing().stream();
            return Stream.concat(formerKey, Entry.super.missingKeyIds()).distinct();
        }
    }

    /** Registered, its secret cannot be opened here. */
    record Unopened(
            Sensor.Unreadable sensor, Trust trust, Standing standing, UUID secretStep, @Nullable FormerSecret former)
            implements Entry {

        @Override
        public Entry with(Standing changed) {
            return new Unopened(sensor, trust, changed, secretStep, former);
        }

        @Override
        public Stream<String> missingKeyIds() {
            Optional<String> own = Optional.of(sensor.keyId()).filter(id -> !id.isEmpty());
            return Stream.concat(own.stream(), Entry.super.missingKeyIds()).distinct();
        }
    }

    /** The bytes of a record could not be read: nothing that follows them can be judged. */
    record Undecodable(Sensor.Unreadable sensor) implements Entry {

        @Override
        public Standing standing() {
            return Standing.NEW;
        }

        @Override
        public Entry with(Standing standing) {
            return this;
        }
    }
}
