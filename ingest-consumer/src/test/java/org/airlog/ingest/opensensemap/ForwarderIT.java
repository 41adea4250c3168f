package org.airlog.ingest.opensensemap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.airlog.ingest.batch.Decoder;
import org.airlog.ingest.batch.LaterVersions;
import org.airlog.ingest.kafka.UploadLog;
import org.airlog.ingest.opensensemap.OpenSenseMapServer.Fault;
import org.airlog.ingest.opensensemap.OpenSenseMapServer.Generation;
import org.airlog.ingest.opensensemap.OpenSenseMapServer.Stored;
import org.airlog.ingest.opensensemap.plan.LeftOut;
import org.airlog.observation.Observation;
import org.airlog.observation.Source;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Nothing confirmed is sent again, nothing unconfirmed is forgotten, whatever breaks: with a real Kafka. */
@Tag("once")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForwarderIT {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(ForwarderIT.class);

    private static final Pace QUICK =
            new Pace(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofMillis(500));

    private final UploadTopic topic;
    private final List<Forwarder> forwarders = new ArrayList<>();
    private OpenSenseMapServer server;

    ForwarderIT(@TempDir Path directory) throws Exception {
        topic = new UploadTopic(directory.resolve("kafka"));
        server = new OpenSenseMapServer(Generation.OLD, 0);
    }

    @BeforeEach
    void renew() throws Exception {
        server.close();
        server = new OpenSenseMapServer(Generation.OLD, 0);
        topic.renew(1);
    }

    @AfterEach
    void stopForwarders() {
        forwarders.forEach(Forwarder::close);
        forwarders.clear();
    }

    @AfterAll
    void stop() {
        server.close();
        topic.close();
    }

    @ParameterizedTest
    @EnumSource(Generation.class)
    void uploadsAreForwardedOnceAndNothingElseIs(Generation generation) throws Exception {
        server.close();
        server = new OpenSenseMapServer(generation, 0);
        Forwarder forwarder = startReading();

        topic.publish(1, UploadTopic.SEAL, Source.AIRROHR, UploadTopic.observation("roof", 1, UploadTopic.HERE));
        topic.upload(1, "roof", 2, 3);
        topic.upload(2, "cellar", 4);
        topic.publish(1, UploadTopic.SEAL, Source.UPLOAD, UploadTopic.observation("nowhere", 5, null));
        awaitForwarded(forwarder, 3);

        await().until(() -> forwarder.counts().leftOut().equals(Map.of(LeftOut.NO_POSITION, 1L)));
        assertThat(values()).containsExactlyInAnyOrder("2", "3", "4");
        assertThat(server.stored())
                .extracting(Stored::box)
                .containsOnly("airlog senseBox roof", "airlog senseBox cellar");
        assertThat(forwarder.counts().repeated()).isZero();
    }

    @Test
    void tenThousandMeasurementsGoInRequestsOfAtMost2500() throws Exception {
        Forwarder forwarder = startReading();

        publishMany(10_000, 2_000);
        awaitForwarded(forwarder, 10_000);

        assertThat(server.sizes()).allMatch(size -> size <= 2_500);
        assertThat(server.stored()).hasSize(10_000).doesNotHaveDuplicates();
    }

    @Test
    void whatWasLoggedBeforeForwardingWasSwitchedOnIsNotForwarded() throws Exception {
        topic.upload(1, "roof", 1, 2, 3);
        Awaitility.await().pollDelay(Duration.ofMillis(50)).until(() -> true);

        Forwarder forwarder = startReading();
        topic.upload(1, "roof", 4);
        awaitForwarded(forwarder, 1);

        assertThat(values()).containsExactly("4");
    }

    @Test
    void whatIsLoggedBeforeTheFirstAssignmentIsForwardedAsLongAsTheForwarderHasBegun() throws Exception {
        topic.admin().deleteTopics(List.of(ObservationRecord.TOPIC)).all().get();
        Forwarder forwarder = start();
        Awaitility.await().until(() -> !topic.admin().listTopics().names().get().contains(ObservationRecord.TOPIC));

        topic.create(1);
        topic.upload(1, "roof", 1, 2);
        awaitForwarded(forwarder, 2);

        assertThat(values()).containsExactly("1", "2");
    }

    @Test
    void aForwarderThatIsStoppedGoesOnWhereItStood() throws Exception {
        Forwarder first = startReading();
        topic.upload(1, "roof", 1, 2);
        awaitForwarded(first, 2);
        first.close();
        topic.upload(1, "roof", 3, 4);

        Forwarder second = start();
        awaitForwarded(second, 2);

        assertThat(values()).containsExactly("1", "2", "3", "4");
        assertThat(second.counts().repeated()).isZero();
    }

    @Test
    void killedBetweenAConfirmationAndItsCommitJustThatRequestIsRepeatedAndCounted() throws Exception {
        startReading().close();
        publishMany(6_000, 6_000);
        var confirmations = new AtomicInteger();
        Forwarder killed = start(() -> {
            if (confirmations.incrementAndGet() == 2) {
                throw new KilledError();
            }
        });
        await().until(() -> confirmations.get() == 2);
        killed.close();

        Forwarder second = start();
        await().until(() -> distinct() == 6_000 && isAllCommitted());

        assertThat(server.sizes()).containsExactly(2_500, 2_500, 2_500, 1_000);
        assertThat(server.stored()).hasSize(8_500);
        assertThat(second.counts().repeated()).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsLostIsRepeatedAndCounted() throws Exception {
        Forwarder forwarder = startReading();
        server.fail(Fault.DROP_AFTERWARDS);

        topic.upload(1, "roof", 1);
        awaitForwarded(forwarder, 1);

        assertThat(values()).containsExactly("1", "1");
        assertThat(forwarder.counts().repeated()).isEqualTo(1);
    }

    @Test
    void aRefusalForNowIsNoRepetition() throws Exception {
        Forwarder forwarder = startReading();
        server.fail(Fault.status(503), new Fault(false, 429, "0"), Fault.status(503), Fault.status(401));

        topic.upload(1, "roof", 1);
        awaitForwarded(forwarder, 1);

        assertThat(values()).containsExactly("1");
        assertThat(forwarder.counts().repeated()).isZero();
        assertThat(forwarder.counts().requests()).isEqualTo(5);
    }

    @Test
    void retryAfterIsHonoured() throws Exception {
        Forwarder forwarder = startReading();
        server.fail(new Fault(false, 429, "2"));
        long begun = System.nanoTime();

        topic.upload(1, "roof", 1);
        awaitForwarded(forwarder, 1);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(forwarder.counts().requests()).isEqualTo(2);
    }

    @Test
    void oneBadMeasurementIsGivenUpAloudAndNothingElse() throws Exception {
        server.refuseWhere(measurement -> measurement.path("value").asText().equals("777"));
        Forwarder forwarder = startReading();

        publishMany(1_000, 1_000);
        awaitForwarded(forwarder, 999);

        assertThat(server.stored()).hasSize(999).doesNotHaveDuplicates();
        assertThat(forwarder.counts().leftOut()).isEqualTo(Map.of(LeftOut.REFUSED, 1L));
    }

    @Test
    void aServerThatIsDownIsWaitedFor() throws Exception {
        int port = server.port();
        server.close();
        Forwarder forwarder = startReading();
        topic.upload(1, "roof", 1, 2);
        var warnings = warnings();
        await().until(() -> warnings.list.size() >= 3);

        server = new OpenSenseMapServer(Generation.OLD, port);
        awaitForwarded(forwarder, 2);

        assertThat(values()).containsExactly("1", "2");
        assertThat(forwarder.counts().repeated()).isZero();
    }

    @Test
    void aPositionThatCannotBeOpenedIsWaitedForAloud() throws Exception {
        var otherKey = SealingKey.parse("other:" + "11".repeat(32));
        startReading().close();
        topic.publish(
                1, new Seal(List.of(otherKey)), Source.UPLOAD, UploadTopic.observation("roof", 1, UploadTopic.HERE));
        topic.upload(1, "roof", 2);
        var warnings = warnings();
        Forwarder without = start();
        await().until(() -> warnings.list.stream().anyMatch(w -> w.getMessage().contains("airlog.sealing.keys")));
        without.close();
        assertThat(server.stored()).isEmpty();

        var both = new Seal(List.of(SealingKey.parse("test:" + "5a".repeat(32)), otherKey));
        Forwarder with =
                new Forwarder(server.config(), topic.address(), new Decoder(both, LaterVersions.WAIT), QUICK, () -> {});
        forwarders.add(with);
        with.start();
        awaitForwarded(with, 2);

        assertThat(values()).containsExactly("1", "2");
    }

    @Test
    void severalForwardersShareThePartitions() throws Exception {
        topic.renew(6);
        Forwarder one = startReading();
        Forwarder two = start();
        for (int sensor = 0; sensor < 40; sensor++) {
            topic.upload(sensor, "box" + sensor % 5, sensor * 2, sensor * 2 + 1);
        }
        await().until(() -> distinct() == 80);

        two.close();
        topic.upload(1, "roof", 80, 81);
        await().until(() -> distinct() == 82);

        assertThat(server.stored()).hasSize(82);
        assertThat(one.counts().repeated() + two.counts().repeated()).isZero();
    }

    @Test
    void aTopicThatWasMadeAnewIsReadFromItsBeginning() throws Exception {
        Forwarder first = startReading();
        topic.upload(1, "roof", 1);
        awaitForwarded(first, 1);
        await().until(this::isAllCommitted);
        OffsetAndMetadata old = Objects.requireNonNull(topic.committed(0));
        first.close();
        topic.renew(1);
        topic.upload(1, "roof", 2);
        // Kafka forgets commits with their topic, but not at once and not for certain.
        topic.admin()
                .alterConsumerGroupOffsets(UploadLog.GROUP, Map.of(new TopicPartition(ObservationRecord.TOPIC, 0), old))
                .all()
                .get();

        Forwarder second = start();
        awaitForwarded(second, 1);

        assertThat(values()).containsExactly("1", "2");
    }

    @Test
    void recordsThatAreGoneAreForAPersonWhoMayAcceptTheGapWhileItRuns() throws Exception {
        Forwarder first = startReading();
        topic.upload(1, "roof", 1);
        awaitForwarded(first, 1);
        first.close();
        topic.upload(1, "roof", 2, 3);
        topic.admin()
                .deleteRecords(Map.of(new TopicPartition(ObservationRecord.TOPIC, 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();
        var warnings = warnings();
        Forwarder second = start();
        await().until(() -> warnings.list.stream()
                .map(ILoggingEvent::getThrowableProxy)
                .anyMatch(t -> t != null && t.getMessage().contains("--reset-offsets")));

        await().ignoreExceptions()
                .until(() -> topic.admin()
                                .alterConsumerGroupOffsets(
                                        UploadLog.GROUP,
                                        Map.of(
                                                new TopicPartition(ObservationRecord.TOPIC, 0),
                                                new OffsetAndMetadata(2)))
                                .all()
                                .get()
                        == null);
        awaitForwarded(second, 1);

        assertThat(values()).containsExactly("1", "3");
    }

    /** Lost answers, outages, refusals and kills at random: what was uploaded is what arrives, and repetitions are counted. */
    @Test
    void whateverBreaksEverythingArrivesAndOnlyWhatIsCountedTwice() throws Exception {
        long seed = new Random().nextLong();
        log.info("seed {}", seed);
        var random = new Random(seed);
        var mayKill = new AtomicBoolean(true);
        var mayBeTwice = new AtomicInteger();
        startReading().close();
        int kills = 0;
        long repeated = 0;
        int uploaded = 0;
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 10; i++) {
                server.fail(randomFault(random));
            }
            int[] values = IntStream.range(uploaded, uploaded + 30).toArray();
            uploaded += values.length;
            int left = 1 + random.nextInt(4);
            var confirmations = new AtomicInteger();
            var killed = new CountDownLatch(1);
            Forwarder forwarder = start(() -> {
                if (mayKill.get() && confirmations.incrementAndGet() == left) {
                    List<Integer> sizes = server.sizes();
                    mayBeTwice.addAndGet(sizes.get(sizes.size() - 1));
                    killed.countDown();
                    throw new KilledError();
                }
            });
            for (int value : values) {
                topic.upload(value, "box" + value % 3, value);
            }
            int all = uploaded;
            await().until(() -> killed.getCount() == 0 || (distinct() == all && isAllCommitted()));
            kills += killed.getCount() == 0 ? 1 : 0;
            forwarder.close();
            repeated += forwarder.counts().repeated();
        }
        mayKill.set(false);
        int all = uploaded;
        Forwarder last = start();
        await().until(() -> distinct() == all && isAllCommitted());
        repeated += last.counts().repeated();

        int twice = server.stored().size() - all;
        log.info("{} kills, {} repeated requests, {} measurements twice", kills, repeated, twice);
        assertThat(distinct()).as("seed %d", seed).isEqualTo(all);
        assertThat(twice).as("seed %d", seed).isLessThanOrEqualTo(mayBeTwice.get() + server.countOfDropped());
        assertThat(repeated).as("seed %d", seed).isLessThanOrEqualTo(kills + 6 * 10);
        assertThat(last.counts().leftOut()).isEmpty();
    }

    private static Fault randomFault(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Fault.DROP_AFTERWARDS;
            case 1 -> Fault.DROP_BEFORE;
            case 2 -> Fault.status(503);
            case 3 -> Fault.status(500);
            case 4 -> new Fault(false, 429, "0");
            default -> Fault.status(401);
        };
    }

    /** As a kill -9: nothing is committed any more. */
    private static final class KilledError extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .dontCatchUncaughtExceptions() // they are what kills
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20));
    }

    private Forwarder start() {
        return start(() -> {});
    }

    private Forwarder start(Runnable onConfirmed) {
        var forwarder = new Forwarder(
                server.config(),
                topic.address(),
                new Decoder(UploadTopic.SEAL, LaterVersions.WAIT),
                QUICK,
                onConfirmed);
        forwarders.add(forwarder);
        forwarder.start();
        return forwarder;
    }

    /** One that has committed where it begins. */
    private Forwarder startReading() {
        Forwarder forwarder = start();
        await().until(() -> topic.committed(0) != null);
        return forwarder;
    }

    private void awaitForwarded(Forwarder forwarder, long measurements) {
        await().until(() -> forwarder.counts().forwarded() >= measurements);
    }

    /** Measurements of one box with values from 0 on, in records of {@code perRecord}. */
    private void publishMany(int measurements, int perRecord) {
        for (int from = 0; from < measurements; from += perRecord) {
            topic.publish(
                    1,
                    UploadTopic.SEAL,
                    Source.UPLOAD,
                    IntStream.range(from, Math.min(measurements, from + perRecord))
                            .mapToObj(value -> UploadTopic.observation("roof", value, UploadTopic.HERE))
                            .toArray(Observation[]::new));
        }
    }

    private List<String> values() {
        return server.stored().stream().map(Stored::value).toList();
    }

    private long distinct() {
        return server.stored().stream().distinct().count();
    }

    private boolean isAllCommitted() throws Exception {
        var partition = new TopicPartition(ObservationRecord.TOPIC, 0);
        long end = topic.admin()
                .listOffsets(Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
        OffsetAndMetadata committed = topic.committed(0);
        return committed != null && committed.offset() == end;
    }

    private ListAppender<ILoggingEvent> warnings() {
        var appender = new ListAppender<ILoggingEvent>();
        appender.list = java.util.Collections.synchronizedList(new ArrayList<>());
        appender.start();
        ((Logger) LoggerFactory.getLogger("org.airlog.ingest.opensensemap")).addAppender(appender);
        return appender;
    }
}
