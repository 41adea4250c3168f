package org.airlog.broker.intake.limit;

import java.util.UUID;
import org.airlog.observation.Suid;

/** Whose use is counted: a sensor's, an address's, or a sensor's at an address. */
record Key(long kind, long address, long high, long low) {

    private static final long SENSOR = 0;

    static Key of(Suid suid) {
        return of(suid.value());
    }

    private static Key of(UUID id) {
        return new Key(SENSOR, 0, id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    /** {@code kind} tells families of addresses apart, and is not 0. */
    static Key ofAddress(long kind, long address) {
        return new Key(kind, address, 0, 0);
    }

    /** The pair of this address and {@code subject}. */
    Key with(UUID subject) {
        return new Key(kind, address, subject.getMostSignificantBits(), subject.getLeastSignificantBits());
    }
}
