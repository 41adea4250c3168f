package org.airlog.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.LogUnavailableException;
import org.airlog.broker.sensor.SampleSteps;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ObservationForwarderIT {

    private final ObservationRecordCodec codec =
            new ObservationRecordCodec(new Seal(List.of(SealingKey.parse("one:" + "0".repeat(64)))));
    private final Suid suid = SampleSteps.suid();

    @TempDir
    Path directory;

    private KafkaFixture kafka;
    private ObservationForwarder forwarder;

    @BeforeEach
    void start() throws Exception {
        kafka = KafkaFixture.start(directory);
        forwarder = new ObservationForwarder(kafka.clients, codec, KafkaFixture.MAX_RECORD_BYTES);
    }

    @AfterEach
    void stop() {
        forwarder.close();
        kafka.close();
    }

    @Test
    void confirmsOnlyWhatIsInTheTopicWithItsKeyAndItsCount() throws Exception {
        ObservationRecord record = recordOf(3);

        assertThat(append(record)).succeedsWithin(Duration.ofSeconds(5));

        var kept = kafka.read(ObservationRecord.TOPIC, 1).get(0);
        assertThat(Suid.ofBytes(kept.key())).isEqualTo(suid);
        assertThat(codec.decode(suid, kept.value())).isEqualTo(record);
        assertThat(ObservationRecordCodec.readCount(kept.headers()
                        .lastHeader(ObservationRecord.COUNT_HEADER)
                        .value()))
                .isEqualTo(3);
    }

    @Test
    void keepsTheOrderOfOneSensor() throws Exception {
        List<CompletableFuture<Void>> confirmed = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            confirmed.add(append(recordOf(i)));
        }
        confirmed.forEach(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(10)));

        assertThat(kafka.read(ObservationRecord.TOPIC, 500))
                .extracting(kept -> ObservationRecordCodec.readCount(kept.headers()
                        .lastHeader(ObservationRecord.COUNT_HEADER)
                        .value()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 500).boxed().toList());
    }

    @Test
    void tellsARecordThatIsTooLargeFromAKafkaThatIsAway() {
        try (var narrow = new ObservationForwarder(kafka.clients, codec, 10_000)) {
            assertThat(narrow.append(suid, recordOf(1_000)).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(LogRefusedException.class);
        }
    }

    @Test
    void takesTheLargestRecordThatAPayloadCanBecome() {
        var readings = new TreeMap<String, Double>();
        IntStream.range(0, 64).forEach(i -> readings.put("n".repeat(61) + (10 + i), 1.0));
        var fullest = new Observation(SampleSteps.NOW, Clock.DEVICE, readings, Map.of(), null);
        var record = new ObservationRecord(
                UUID.randomUUID(), Trust.SIGNED, Source.OPENSMOG, SampleSteps.NOW, Collections.nCopies(2_500, fullest));

        assertThat(append(record)).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void failsInTimeWithoutBlockingItsCallerWhileKafkaIsDownAndRecovers() throws Exception {
        assertThat(append(recordOf(1))).succeedsWithin(Duration.ofSeconds(5));
        kafka.stop();

        List<CompletableFuture<Void>> asked = new ArrayList<>();
        long[] nanos = new long[20_000];
        for (int i = 0; i < nanos.length; i++) {
            long before = System.nanoTime();
            asked.add(append(recordOf(1)));
            nanos[i] = System.nanoTime() - before;
        }
        long lastAsked = System.nanoTime();

        // The very longest may be a pause of the machine: one in a thousand is left out.
        Arrays.sort(nanos);
        assertThat(Duration.ofNanos(nanos[nanos.length * 999 / 1_000])).isLessThan(Duration.ofMillis(50));
        CompletableFuture<Void> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
        assertThat(all).failsWithin(Duration.ofMillis(5_500));
        assertThat(asked).allSatisfy(one -> assertThat(one)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LogUnavailableException.class));
        assertThat(Duration.ofNanos(System.nanoTime() - lastAsked)).isLessThan(Duration.ofSeconds(6));

        kafka.startAgain();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> append(recordOf(1))
                .thenApply(done -> true)
                .exceptionally(failure -> false)
                .get(10, TimeUnit.SECONDS));
    }

    @Test
    @Timeout(60)
    void failsInTimeWithoutBlockingItsCallerWhenKafkaWasNeverThere() {
        kafka.stop();
        try (var early = new ObservationForwarder(kafka.clients, codec, KafkaFixture.MAX_RECORD_BYTES)) {
            long before = System.nanoTime();
            List<CompletableFuture<Void>> asked = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                asked.add(early.append(suid, recordOf(1)).toCompletableFuture());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));

            assertThat(asked).allSatisfy(one -> assertThat(one)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(LogUnavailableException.class));
        }
    }

    private CompletableFuture<Void> append(ObservationRecord record) {
        return forwarder.append(suid, record).toCompletableFuture();
    }

    private static ObservationRecord recordOf(int observations) {
        List<Observation> made = IntStream.range(0, observations)
                .mapToObj(i -> new Observation(
                        SampleSteps.NOW.plusSeconds(i), Clock.DEVICE, Map.of("PM10", 1.0 + i), Map.of(), null))
                .toList();
        return new ObservationRecord(UUID.randomUUID(), Trust.SIGNED, Source.OPENSMOG, SampleSteps.NOW, made);
    }
}
