package org.airlog.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.airlog.broker.forwarding.SpooledLog;
import org.airlog.broker.sensor.SampleSteps;
import org.airlog.broker.spool.Spool;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spool in front of a real Kafka that goes away and comes back. */
class DrainProducerIT {

    private static final int LARGEST = 20_000;
    private static final int SENSORS = 10;
    private static final int EACH = 300;

    private final ObservationRecordCodec codec =
            new ObservationRecordCodec(new Seal(List.of(SealingKey.parse("one:" + "0".repeat(64)))));

    @TempDir
    Path directory;

    @Test
    void anOutageCostsNeitherARecordNorTheOrderOfASensorAndPoisonIsParked() throws Exception {
        var suids =
                IntStream.range(0, SENSORS).mapToObj(i -> SampleSteps.suid()).toList();
        try (var kafka = KafkaFixture.start(directory.resolve("kafka"));
                var forwarder = new ObservationForwarder(kafka.clients, codec, KafkaFixture.MAX_RECORD_BYTES);
                var log = new SpooledLog(
                        codec,
                        forwarder,
                        new DrainProducer(kafka.clients, KafkaFixture.MAX_RECORD_BYTES),
                        Spool.open(directory.resolve("spool"), 64 << 20),
                        KafkaFixture.MAX_RECORD_BYTES,
                        Duration.ofSeconds(1))) {
            refuseLargerRecords(kafka);
            log.start();
            List<CompletableFuture<Void>> appended = new ArrayList<>();
            for (int number = 0; number < EACH; number++) {
                if (number == 100) {
                    kafka.stop();
                    appended.add(log.append(suids.get(0), large()).toCompletableFuture());
                }
                for (Suid suid : suids) {
                    appended.add(log.append(suid, numbered(number)).toCompletableFuture());
                }
            }
            appended.forEach(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(20)));
            assertThat(log.figures().entries()).isGreaterThanOrEqualTo((long) SENSORS * (EACH - 100));

            kafka.startAgain();
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> log.state()
                    .equals("direct"));

            assertThat(log.figures().parked()).isEqualTo(1);
            assertThat(log.figures().entries()).isZero();
            var kept = kafka.read(ObservationRecord.TOPIC, SENSORS * EACH);
            for (Suid suid : suids) {
                var numbers = new LinkedHashSet<Integer>();
                for (var record : kept) {
                    if (suid.equals(Suid.ofBytes(record.key()))) {
                        int number = (int) Math.round(codec.decode(suid, record.value())
                                .observations()
                                .get(0)
                                .readings()
                                .getOrDefault("PM10", -1.0));
                        // The last copy counts, as it does for the rows: what was sent before Kafka went away may come
                        // late.
                        numbers.remove(number);
                        numbers.add(number);
                    }
                }
                assertThat(List.copyOf(numbers))
                        .isEqualTo(IntStream.range(0, EACH).boxed().toList());
            }
        }
    }

    /** As somebody may do it to the topic, behind the door's back. */
    private static void refuseLargerRecords(KafkaFixture kafka) throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, ObservationRecord.TOPIC);
        var limit = new ConfigEntry("max.message.bytes", String.valueOf(LARGEST));
        try (Admin admin = kafka.clients.newAdmin("test")) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static ObservationRecord large() {
        return recordOf(IntStream.range(0, 2_000)
                .mapToObj(i -> observation(i, 10_000 + i))
                .toList());
    }

    private static ObservationRecord numbered(int number) {
        return recordOf(List.of(observation(number, number)));
    }

    private static Observation observation(int second, double pm10) {
        return new Observation(SampleSteps.NOW.plusSeconds(second), Clock.DEVICE, Map.of("PM10", pm10), Map.of(), null);
    }

    private static ObservationRecord recordOf(List<Observation> observations) {
        return new ObservationRecord(UUID.randomUUID(), Trust.SIGNED, Source.OPENSMOG, SampleSteps.NOW, observations);
    }
}
