package org.airlog.observation.codec;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.airlog.observation.Observation;
import org.airlog.observation.Source;
import org.airlog.observation.Trust;

/**
 * One accepted publish, as the log keeps it: the value of a record of {@code airlog.observations}, whose key is the
 * SUID's 16 bytes.
 *
 * @param registration registration whose secret signed it; {@link #UNSIGNED} where none did
 * @param trust how far its origin is known
 * @param source the interface it came in by
 * @param receivedAt when the door received it, to the microsecond
 * @param observations at least one
 */
public record ObservationRecord(
        UUID registration, Trust trust, Source source, Instant receivedAt, List<Observation> observations) {

    /** Kafka topic of these records. */
    public static final String TOPIC = "airlog.observations";

    /** Kafka header with the number of observations: four bytes, big-endian. */
    public static final String COUNT_HEADER = "airlog-observations";

    /**
     * Kafka header of a record that was parked and has been put back: {@code airlog.parked <partition>:<offset>}. The books
     * leave it out, as its observations were counted when they first came.
     */
    public static final String REPLAY_HEADER = "airlog-replay";

    /** The registration of a publish that nobody signed: 16 zero bytes. */
    public static final UUID UNSIGNED = new UUID(0, 0);

    /** Throws {@link IllegalArgumentException} where there is no observation, or trust and registration contradict. */
    public ObservationRecord {
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
        observations = List.copyOf(observations);
        if (observations.isEmpty()) {
            throw new IllegalArgumentException("a record needs at least one observation");
        }
        if (trust.isSigned() == registration.equals(UNSIGNED)) {
            throw new IllegalArgumentException("signed trust needs a registration and unsigned trust none");
        }
    }
}
