package org.airlog.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.airlog.broker.sensor.SampleSteps;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Source;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final NewTopic KEPT = new NewTopic("airlog.observations", 1, (short) 1)
            .configs(Map.of("retention.ms", "-1", "flush.messages", "1", "max.message.bytes", "1000"));

    @Test
    void hasRoomForTheLargestRecordThatAPayloadCanBecome() {
        PayloadLimits limits = PayloadLimits.DEFAULTS;
        var readings = new LinkedHashMap<String, Double>();
        IntStream.range(0, limits.maxReadings())
                .forEach(i -> readings.put("n".repeat(limits.maxNameLength() - 2) + (10 + i), 1e300));
        var fullest = new Observation(
                Instant.parse("2026-03-01T12:00:00.123456Z"),
                Clock.DEVICE,
                readings,
                Map.of(),
                new Position(52.123456, 13.123456, 34.56));
        var record = new ObservationRecord(
                UUID.randomUUID(),
                Trust.SIGNED,
                Source.OPENSMOG,
                SampleSteps.NOW,
                Collections.nCopies(limits.maxObservations(), fullest));
        var codec =
                new ObservationRecordCodec(new Seal(List.of(SealingKey.parse("k".repeat(32) + ":" + "0".repeat(64)))));

        int bytes = codec.encode(SampleSteps.suid(), record).length;

        assertThat(bytes).isBetween(11_000_000, Topics.maxRecordBytes(limits) - limits.maxPayloadBytes());
    }

    @Test
    void findsNothingDangerousInWhatItWouldHaveMadeItself() {
        var found = Map.of("retention.ms", "-1", "flush.messages", "1", "max.message.bytes", "2000", "segment.ms", "1");

        assertThat(Topics.dangers(KEPT, found, 1)).isEmpty();
    }

    @Test
    void tellsEachSettingThatBreaksAPromise() {
        var found = Map.of(
                "retention.ms", "604800000", "flush.messages", "9223372036854775807", "max.message.bytes", "999");

        assertThat(Topics.dangers(KEPT, found, 1))
                .containsExactlyInAnyOrder(
                        "retention.ms=604800000, expected -1",
                        "flush.messages=9223372036854775807, expected 1",
                        "max.message.bytes=999, expected 1000");
    }

    @Test
    void tellsThatTheRegistryMayHaveOnlyOnePartition() {
        var registry = new NewTopic("airlog.sensors", 1, (short) 1).configs(Map.of());

        assertThat(Topics.dangers(registry, Map.of(), 2))
                .singleElement()
                .asString()
                .contains("2 partitions");
    }
}
