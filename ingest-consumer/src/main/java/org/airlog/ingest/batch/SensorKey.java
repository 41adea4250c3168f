package org.airlog.ingest.batch;

import java.util.Comparator;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.jspecify.annotations.Nullable;

/**
 * One life of one sensor: what a row of {@code sensor} stands for. Ordered, so that all consumers write in one order.
 *
 * @param registration null for the unsigned life
 */
public record SensorKey(Suid suid, @Nullable UUID registration) implements Comparable<SensorKey> {

    private static final Comparator<SensorKey> ORDER = Comparator.comparing(SensorKey::suid)
            .thenComparing(SensorKey::registration, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** The key for a registration as the log writes it, zeros meaning unsigned. */
    public static SensorKey of(Suid suid, UUID registration) {
        return new SensorKey(suid, registration.equals(ObservationRecord.UNSIGNED) ? null : registration);
    }

    /** Whether a signature stands behind its observations. */
    public boolean isSigned() {
        return registration != null;
    }

    @Override
    public int compareTo(SensorKey other) {
        return ORDER.compare(this, other);
    }
}
