package org.airlog.broker.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.airlog.broker.forwarding.InMemoryKafka.Mood;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.LogUnavailableException;
import org.airlog.broker.spool.LogRecord;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The breaker: which way a record takes while the log is well, away and back, and that no order is lost on the way. */
@Timeout(60)
class SpooledLogTest {

    private static final String DIRECT = "direct";
    private static final String SPOOLING = "spooling";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int MAX_RECORD_BYTES = 10_000;
    private static final long MIB = 1 << 20;

    /** A tenth of the real one, so that tests need not wait. */
    private static final Pace PACE =
            new Pace(Duration.ofMillis(100), Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMillis(200));

    /** For a Kafka that is well on a machine that is busy. */
    private static final Pace CALM = new Pace(SOON, PACE.openAtLeast(), PACE.handOver(), PACE.betweenHandOvers());

    private final ObservationRecordCodec codec =
            new ObservationRecordCodec(new Seal(List.of(SealingKey.parse("one:" + "0".repeat(64)))));
    private final Suid suid = new Suid(UUID.randomUUID());

    @TempDir
    Path directory;

    private InMemoryKafka kafka;
    private SpooledLog log;

    @BeforeEach
    void start() throws Exception {
        kafka = new InMemoryKafka();
        log = open(MIB);
    }

    @AfterEach
    void stop() throws Exception {
        log.close();
        kafka.close();
    }

    @Test
    void aKafkaThatIsWellGetsRecordsDirectly() throws Exception {
        log.close();
        log = open(MIB, CALM);
        for (int number = 0; number < 100; number++) {
            assertThat(append(number)).succeedsWithin(SOON);
        }

        assertThat(keptNumbers()).isEqualTo(numbers(0, 100));
        assertThat(log.figures().appended()).isZero();
        assertThat(log.state()).isEqualTo(DIRECT);
    }

    @Test
    void aRecordThatKafkaDoesNotConfirmIsSafeInTheSpoolWithinABoundAndTheNextDoNotWait() {
        kafka.givesUpAfterMillis = 30_000;
        kafka.is(Mood.AWAY);
        assertThat(append(0)).succeedsWithin(Duration.ofSeconds(1));
        int sentDirectly = kafka.directSends();

        for (int number = 1; number < 100; number++) {
            assertThat(append(number)).succeedsWithin(Duration.ofSeconds(1));
        }

        assertThat(kafka.directSends()).isEqualTo(sentDirectly);
        assertThat(log.state()).isEqualTo(SPOOLING);
        assertThat(log.figures().entries()).isEqualTo(100);
        assertThat(kafka.kept()).isEmpty();
    }

    /** With so much under way that each waits for two seconds: the spool would only add to it. */
    @Test
    void aKafkaThatIsSlowButConfirmsAllTheTimeIsNoneThatIsAway() throws Exception {
        log.close();
        log = open(MIB, new Pace(Duration.ofSeconds(1), PACE.openAtLeast(), PACE.handOver(), PACE.betweenHandOvers()));
        kafka.givesUpAfterMillis = 30_000;
        kafka.is(Mood.BUSY);
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        LongStream.range(0, 40).forEach(number -> underWay.add(append(number)));

        underWay.forEach(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(20)));

        assertThat(log.openings()).isZero();
        assertThat(keptNumbers()).isEqualTo(numbers(0, 40));
    }

    @Test
    void aKafkaThatStopsWhileMuchIsUnderWayIsNoticed() {
        kafka.givesUpAfterMillis = 30_000;
        kafka.is(Mood.BUSY);
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        LongStream.range(0, 40).forEach(number -> underWay.add(append(number)));
        Awaitility.await().until(() -> underWay.get(0).isDone());

        kafka.is(Mood.AWAY);

        underWay.forEach(one -> assertThat(one).succeedsWithin(SOON));
        assertThat(log.state()).isEqualTo(SPOOLING);
    }

    @Test
    void oneFailureOpensAtOnce() {
        kafka.is(Mood.FAILING);

        assertThat(append(0)).succeedsWithin(Duration.ofSeconds(1));

        assertThat(log.state()).isEqualTo(SPOOLING);
        assertThat(log.openings()).isEqualTo(1);
    }

    @Test
    void theSpoolIsDrainedInItsOrderAndNewRecordsStayBehindUntilItIsEmpty() {
        kafka.is(Mood.AWAY);
        LongStream.range(0, 300).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));
        kafka.is(Mood.WELL);
        LongStream.range(300, 600).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));

        awaitDirect();

        assertThat(distinct(keptNumbers())).isEqualTo(numbers(0, 600));
        assertThat(log.figures().entries()).isZero();
        assertThat(log.figures().bytes()).isZero();
        int sentDirectly = kafka.directSends();
        assertThat(append(600)).succeedsWithin(SOON);
        assertThat(kafka.directSends()).isEqualTo(sentDirectly + 1);
    }

    @Test
    void recordsUnderWayWhenItOpensGoIntoTheSpoolInTheirOrderBeforeAllLaterOnes() {
        // All or none: of records of one sensor that are under way together, those given up come behind those that are
        // not.
        kafka.givesUpAfterMillis = 30_000;
        kafka.is(Mood.AWAY);
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        LongStream.range(0, 200).forEach(number -> underWay.add(append(number)));
        Awaitility.await().until(() -> log.state().equals(SPOOLING));
        LongStream.range(200, 400).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));
        underWay.forEach(one -> assertThat(one).succeedsWithin(SOON));
        kafka.is(Mood.WELL);

        awaitDirect();

        assertThat(distinct(keptNumbers())).isEqualTo(numbers(0, 400));
        assertThat(lastOfEach(keptNumbers())).isEqualTo(numbers(0, 400));
    }

    @Test
    void whatComesWhileTheLastEntriesAreDrainedIsHeldAndThenSentDirectly() throws Exception {
        log.close();
        log = open(MIB, new Pace(PACE.slow(), Duration.ZERO, Duration.ofSeconds(30), PACE.betweenHandOvers()));
        kafka.is(Mood.AWAY);
        LongStream.range(0, 10).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));
        kafka.drains(9);
        kafka.is(Mood.WELL);
        Awaitility.await().until(() -> log.state().equals("handing-over"));
        List<CompletableFuture<Void>> held = new ArrayList<>();
        LongStream.range(10, 20).forEach(number -> held.add(append(number)));
        int sentDirectly = kafka.directSends();
        assertThat(held).noneMatch(CompletableFuture::isDone);

        kafka.drains(1);

        held.forEach(one -> assertThat(one).succeedsWithin(SOON));
        assertThat(kafka.directSends()).isEqualTo(sentDirectly + 10);
        assertThat(log.figures().appended()).isEqualTo(10);
        assertThat(lastOfEach(keptNumbers())).isEqualTo(numbers(0, 20));
    }

    @Test
    void aHandOverThatTakesTooLongEndsInTheSpool() throws Exception {
        log.close();
        log = open(MIB, new Pace(PACE.slow(), Duration.ZERO, Duration.ofSeconds(1), PACE.betweenHandOvers()));
        kafka.is(Mood.AWAY);
        LongStream.range(0, 10).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));
        kafka.drains(9);
        kafka.is(Mood.WELL);
        Awaitility.await().until(() -> log.state().equals("handing-over"));

        assertThat(append(10)).succeedsWithin(SOON);

        assertThat(log.figures().appended()).isEqualTo(11);
        kafka.drains(1_000);
        awaitDirect();
        assertThat(lastOfEach(keptNumbers())).isEqualTo(numbers(0, 11));
    }

    @Test
    void nothingIsDrainedWhileTheSameRecordsMayStillArriveDirectly() {
        kafka.is(Mood.SLOW_DIRECTLY);
        kafka.givesUpAfterMillis = 30_000;
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        LongStream.range(0, 10).forEach(number -> underWay.add(append(number)));
        underWay.forEach(one -> assertThat(one).succeedsWithin(SOON));
        LongStream.range(10, 20).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));
        kafka.is(Mood.WELL);

        awaitDirect();

        assertThat(distinct(keptNumbers())).isEqualTo(numbers(0, 20));
        assertThat(lastOfEach(keptNumbers())).isEqualTo(numbers(0, 20));
    }

    @Test
    void underASteadyLoadItGoesBackToDirect() throws Exception {
        log.close();
        log = open(256 * MIB);
        var isStopped = new AtomicBoolean();
        Map<Suid, AtomicLong> acknowledged = new HashMap<>();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int sensor = 0; sensor < 200; sensor++) {
            var own = new Suid(UUID.randomUUID());
            var count = new AtomicLong();
            acknowledged.put(own, count);
            ends.add(appendOnAndOn(own, count, isStopped));
        }
        kafka.is(Mood.AWAY);
        Awaitility.await().until(() -> log.figures().entries() > 1_000);
        kafka.is(Mood.WELL);

        awaitDirect();

        int sentDirectly = kafka.directSends();
        Awaitility.await().until(() -> kafka.directSends() > sentDirectly + 500);
        isStopped.set(true);
        ends.forEach(end -> assertThat(end).succeedsWithin(SOON));
        awaitDirect();
        acknowledged.forEach((own, count) -> {
            List<Long> kept = numbersOf(own);
            assertThat(distinct(kept)).isEqualTo(numbers(0, count.get()));
            assertThat(lastOfEach(kept)).isEqualTo(numbers(0, count.get()));
        });
    }

    /** The next one the moment that one is safe, as a sensor with a long backlog does; ends when it is stopped. */
    private CompletableFuture<Void> appendOnAndOn(Suid own, AtomicLong acknowledged, AtomicBoolean isStopped) {
        return append(own, acknowledged.get()).thenCompose(safe -> {
            acknowledged.incrementAndGet();
            return isStopped.get()
                    ? CompletableFuture.completedFuture(null)
                    : appendOnAndOn(own, acknowledged, isStopped);
        });
    }

    @Test
    void whateverKafkaDoesWhatWasAcknowledgedIsThereInTheOrderOfItsSensor() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var isStopped = new AtomicBoolean();
        var threads = Executors.newFixedThreadPool(8);
        Map<Suid, List<Long>> acknowledged = new HashMap<>();
        try {
            for (int sensor = 0; sensor < 8; sensor++) {
                var own = new Suid(UUID.randomUUID());
                List<Long> mine = new ArrayList<>();
                acknowledged.put(own, mine);
                threads.execute(() -> {
                    for (long number = 0; !isStopped.get(); number++) {
                        if (append(own, number)
                                .handle((done, failure) -> failure == null)
                                .join()) {
                            mine.add(number);
                        }
                    }
                });
            }
            for (int change = 0; change < 40; change++) {
                kafka.is(List.of(Mood.values()).get(random.nextInt(Mood.values().length)));
                Awaitility.await()
                        .pollDelay(Duration.ofMillis(random.nextInt(120)))
                        .until(() -> true);
            }
        } finally {
            isStopped.set(true);
            kafka.is(Mood.WELL);
            threads.shutdown();
        }
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        awaitDirect();

        acknowledged.forEach((own, mine) -> {
            List<Long> kept = numbersOf(own);
            assertThat(kept).as("seed %d", seed).containsAll(mine);
            assertThat(distinct(kept)).as("first of each, seed %d", seed).isSorted();
            assertThat(lastOfEach(kept)).as("last of each, seed %d", seed).isSorted();
        });
    }

    @Test
    void whatKafkaRefusesForGoodNeverEntersTheSpool() throws Exception {
        log.close();
        log = open(MIB, CALM);
        kafka.refuses(LogRecord.of(suid, observations(7), null, codec));

        assertThat(append(7)).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(LogRefusedException.class);

        assertThat(log.state()).isEqualTo(DIRECT);
        assertThat(log.figures().appended()).isZero();
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedWhileKafkaIsAway() {
        kafka.is(Mood.AWAY);
        assertThat(append(0)).succeedsWithin(SOON);

        assertThat(log.append(suid, observations(LongStream.range(0, 1_000).toArray()))
                        .toCompletableFuture())
                .failsWithin(Duration.ofMillis(50))
                .withThrowableThat()
                .withCauseInstanceOf(LogRefusedException.class);
    }

    @Test
    void nothingIsSentBehindAnEntryThatCouldNotBeSent() {
        kafka.is(Mood.AWAY);
        LongStream.range(0, 10).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));
        kafka.failsOnceAtOnce.set(true);
        // What is under way fails, so that all of it is sent again.
        kafka.is(Mood.FAILING);

        awaitDirect();

        assertThat(distinct(keptNumbers())).isEqualTo(numbers(0, 10));
    }

    @Test
    void poisonInTheSpoolIsParkedAndTheLineGoesOn() {
        kafka.is(Mood.AWAY);
        LongStream.range(0, 10).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));
        kafka.refuses(LogRecord.of(suid, observations(4), null, codec));
        kafka.is(Mood.WELL);

        awaitDirect();

        assertThat(distinct(keptNumbers())).isEqualTo(List.of(0L, 1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L));
        assertThat(log.figures().parked()).isEqualTo(1);
        assertThat(log.figures().parkedFiles()).isEqualTo(1);
    }

    @Test
    void aFullSpoolRefusesAndIsTriedAgainWhenKafkaIsBack() throws Exception {
        log.close();
        log = open(32 << 10);
        kafka.is(Mood.AWAY);
        long number = 0;
        while (append(number).handle((done, failure) -> failure == null).join()) {
            number++;
        }
        assertThat(append(number))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(LogUnavailableException.class);
        assertThat(log.figures().refusedFull()).isPositive();
        kafka.is(Mood.WELL);

        awaitDirect();

        assertThat(distinct(keptNumbers())).isEqualTo(numbers(0, number));
    }

    @Test
    void aRecordWhoseSpoolIsFullIsStillAcceptedWhereKafkaTakesItLate() throws Exception {
        log.close();
        log = open(200);
        kafka.givesUpAfterMillis = 30_000;
        kafka.is(Mood.AWAY);
        List<CompletableFuture<Void>> underWay = new ArrayList<>();
        LongStream.range(0, 5).forEach(number -> underWay.add(append(number)));
        Awaitility.await().until(() -> log.state().equals(SPOOLING));
        assertThat(underWay.get(4)).isNotDone();

        kafka.is(Mood.WELL);

        underWay.forEach(one -> assertThat(one).succeedsWithin(SOON));
        assertThat(distinct(keptNumbers())).isEqualTo(numbers(0, 5));
    }

    @Test
    void withoutCapacityItNeverOpens() throws Exception {
        log.close();
        log = open(0);
        kafka.is(Mood.AWAY);

        assertThat(append(0)).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(LogUnavailableException.class);

        assertThat(log.openings()).isZero();
    }

    @Test
    void whatAnEarlierLifeLeftIsDrainedBeforeAnythingElse() throws Exception {
        kafka.is(Mood.AWAY);
        LongStream.range(0, 50).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));
        log.close();
        log = open(MIB);
        assertThat(log.state()).isEqualTo(SPOOLING);
        CompletableFuture<Void> next = append(50);
        assertThat(next).succeedsWithin(SOON);

        kafka.is(Mood.WELL);
        awaitDirect();

        assertThat(distinct(keptNumbers())).isEqualTo(numbers(0, 51));
    }

    @Test
    void itIsDrainedWhenItIsClosed() throws Exception {
        kafka.is(Mood.AWAY);
        LongStream.range(0, 500).forEach(number -> assertThat(append(number)).succeedsWithin(SOON));

        var closing = CompletableFuture.runAsync(() -> {
            try {
                log.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        kafka.is(Mood.WELL);
        assertThat(closing).succeedsWithin(SOON);

        assertThat(distinct(keptNumbers())).isEqualTo(numbers(0, 500));
        assertThat(Spool.isLeftIn(directory)).isFalse();
    }

    private SpooledLog open(long capacity) throws IOException {
        return open(capacity, PACE);
    }

    private SpooledLog open(long capacity, Pace pace) throws IOException {
        var opened = new SpooledLog(
                codec,
                kafka.direct(),
                kafka.drain(),
                Spool.open(directory, capacity),
                MAX_RECORD_BYTES,
                Duration.ofSeconds(1),
                pace);
        opened.start();
        return opened;
    }

    private void awaitDirect() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> log.state()
                .equals(DIRECT));
    }

    private CompletableFuture<Void> append(long number) {
        return append(suid, number);
    }

    private CompletableFuture<Void> append(Suid own, long number) {
        return log.append(own, observations(number)).toCompletableFuture();
    }

    private List<Long> keptNumbers() {
        return numbersOf(suid);
    }

    private List<Long> numbersOf(Suid own) {
        List<Long> numbers = new ArrayList<>();
        for (LogRecord record : kafka.kept()) {
            if (own.equals(Suid.ofBytes(record.key().bytes()))) {
                try {
                    Observation first = codec.decode(own, record.value().bytes())
                            .observations()
                            .get(0);
                    numbers.add(Math.round(first.readings().getOrDefault("PM10", -1.0)));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return numbers;
    }

    private static List<Long> distinct(List<Long> numbers) {
        return List.copyOf(new LinkedHashSet<>(numbers));
    }

    private static List<Long> lastOfEach(List<Long> numbers) {
        var last = new LinkedHashSet<Long>();
        for (Long number : numbers) {
            last.remove(number);
            last.add(number);
        }
        return List.copyOf(last);
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static ObservationRecord observations(long... numbers) {
        List<Observation> made = LongStream.of(numbers)
                .mapToObj(number -> new Observation(
                        NOW.plusSeconds(number), Clock.DEVICE, Map.of("PM10", (double) number), Map.of(), null))
                .toList();
        return new ObservationRecord(UUID.nameUUIDFromBytes(new byte[1]), Trust.SIGNED, Source.OPENSMOG, NOW, made);
    }
}
