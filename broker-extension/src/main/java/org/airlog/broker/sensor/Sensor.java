package org.airlog.broker.sensor;

import java.util.UUID;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.signature.Secret;

/** What the registry says of one SUID at one moment. Immutable. */
public sealed interface Sensor {

    /** The current registration; {@link ObservationRecord#UNSIGNED} for an unknown or unsigned sensor. */
    UUID registration();

    /** The current generation, 0 for an unknown or unsigned sensor. */
    int generation();

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

    /** Somebody publishes under this SUID without a signature. */
    record Unsigned() implements Sensor {
        @Override
        public UUID registration() {
            return ObservationRecord.UNSIGNED;
        }

        @Override
        public int generation() {
            return 0;
        }
    }

    /** Registered: publishes must be signed with {@code secret}. */
    record Registered(UUID registration, int generation, Trust trust, Secret secret) implements Sensor {}

    /** Revoked by an operator. */
    record Revoked(UUID registration, int generation) implements Sensor {}

    /**
     * Nothing can be said of it: its secret is sealed with a key that is missing here ({@code keyId}), or {@code keyId}
     * is empty, and a record of it could not be read or the registry is not loaded. Answer {@code unavailable}.
     */
    record Unreadable(UUID registration, int generation, String keyId) implements Sensor {}
}
