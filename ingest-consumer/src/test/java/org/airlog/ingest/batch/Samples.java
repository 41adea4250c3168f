package org.airlog.ingest.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.ReadingTypes;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;

/** Records to try the rules on. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Suid SUID = new Suid(new UUID(1, 1));
    static final Suid OTHER_SUID = new Suid(new UUID(2, 2));
    static final UUID REGISTRATION = new UUID(3, 3);
    static final LogPartition PARTITION = new LogPartition(new UUID(9, 9), ObservationRecord.TOPIC, 0);
    static final LogPartition OTHER_PARTITION = new LogPartition(new UUID(9, 9), ObservationRecord.TOPIC, 1);
    static final SealingKey SEALING_KEY = SealingKey.parse("test:" + "5a".repeat(32));
    static final Seal SEAL = new Seal(List.of(SEALING_KEY));
    static final ObservationRecordCodec CODEC = new ObservationRecordCodec(SEAL);

    private Samples() {}

    static Observation observation(Instant time, Map<String, Double> readings) {
        return new Observation(time, Clock.DEVICE, readings, Map.of(), null);
    }

    static Observation observationWithText(Instant time, String name, String text) {
        return new Observation(time, Clock.DEVICE, Map.of(), Map.of(name, text), null);
    }

    static Observed signed(long offset, Instant receivedAt, Observation... observations) {
        return record(
                PARTITION,
                offset,
                SUID,
                new ObservationRecord(REGISTRATION, Trust.SIGNED, Source.OPENSMOG, receivedAt, List.of(observations)));
    }

    static Observed rogue(long offset, Instant receivedAt, Observation... observations) {
        return unsigned(Trust.ROGUE, Source.OPENSMOG, offset, receivedAt, observations);
    }

    static Observed upload(long offset, Instant receivedAt, Observation... observations) {
        return unsigned(Trust.LEGACY, Source.UPLOAD, offset, receivedAt, observations);
    }

    private static Observed unsigned(
            Trust trust, Source source, long offset, Instant receivedAt, Observation... observations) {
        return record(
                PARTITION,
                offset,
                SUID,
                new ObservationRecord(ObservationRecord.UNSIGNED, trust, source, receivedAt, List.of(observations)));
    }

    static Observed record(LogPartition partition, long offset, Suid suid, ObservationRecord content) {
        return new Observed(
                new LoggedRecord(
                        partition,
                        offset,
                        Payload.of(suid.toBytes()),
                        Payload.of(CODEC.encode(suid, content)),
                        content.observations().size()),
                suid,
                content);
    }

    static List<Arrival> arrivals(List<Observed> records) {
        var arrivals = new ArrayList<Arrival>();
        for (Observed record : records) {
            for (int i = 0; i < record.content().observations().size(); i++) {
                arrivals.add(new Arrival(record, i));
            }
        }
        return arrivals;
    }

    static Columns standardColumns() {
        return columns(Map.of());
    }

    /** The standard columns and added ones: name → whether a signature stood behind it. */
    static Columns columns(Map<String, Boolean> added) {
        var columns = ReadingTypes.STANDARD.stream()
                .map(type -> new Columns.Column(type.name(), type.column(), true, null, false))
                .collect(Collectors.toCollection(ArrayList::new));
        added.forEach((name, isSigned) -> columns.add(new Columns.Column(name, name, false, SUID, isSigned)));
        return new Columns(columns, java.util.Set.of("select", "table"));
    }

    static Map<String, Double> readings(Object... namesAndValues) {
        var readings = new LinkedHashMap<String, Double>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            readings.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
        }
        return readings;
    }
}
