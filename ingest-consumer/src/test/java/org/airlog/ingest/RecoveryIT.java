package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.await;
import static org.airlog.ingest.LogAndDatabase.awaitReading;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.batch.Batch;
import org.airlog.ingest.batch.BatchPlan;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.ingest.batch.ParkingUnavailableException;
import org.airlog.ingest.kafka.DeadLetters;
import org.airlog.ingest.kafka.LogLostException;
import org.airlog.ingest.kafka.RecordSource;
import org.airlog.ingest.timescale.FencedException;
import org.airlog.ingest.timescale.Store;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.Position;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Nothing is stored twice and everything is stored, whatever breaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class RecoveryIT {

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(RecoveryIT.class);

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, String> SMALL_BATCHES = Map.of("airlog.ingest.batch-records", "10");
    private static final String TERMINATE =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'airlog-ingest'";
    /** The common pool has one thread on a machine of two processors, where one would wait for the other. */
    private static final Executor OWN_THREAD = task -> new Thread(task).start();

    private static final String WAITING =
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'airlog-ingest' AND wait_event = 'advisory'";

    private static final String WAITING_FOR_ROW =
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'airlog-ingest' AND wait_event = 'transactionid'";

    private final LogAndDatabase world;

    RecoveryIT(@TempDir Path directory) throws Exception {
        world = new LogAndDatabase(directory);
    }

    @BeforeEach
    void renew() throws Exception {
        world.renew();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void aConnectionKilledBetweenRowsAndCommitRepeatsNothing() throws Exception {
        try (var ingest = world.startIngest(SMALL_BATCHES);
                var blocker = world.connect();
                var statement = blocker.createStatement()) {
            awaitReading(ingest);
            holdEveryOffsetUpdate();
            statement.execute("SELECT pg_advisory_lock(42)");
            publish(10, 0);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !world.query(WAITING).isEmpty());

            assertThat(world.query(TERMINATE)).containsExactly("t");
            statement.execute("SELECT pg_advisory_unlock(42)");
            world.awaitStored(ingest);
        }

        assertThat(world.tally()).isEqualTo("100|100|0|0");
        assertThat(world.count("observation")).isEqualTo(100);
    }

    @Test
    void connectionsKilledAtAnyMomentRepeatNothing() throws Exception {
        long seed = new Random().nextLong();
        log.info("seed {}", seed);
        var random = new Random(seed);
        try (var ingest = world.startIngest(SMALL_BATCHES)) {
            awaitReading(ingest);
            for (int kill = 0; kill < 8; kill++) {
                publish(60, kill * 60);
                long pauseNanos = random.nextInt(30_000_000);
                long start = System.nanoTime();
                await().atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> System.nanoTime() - start > pauseNanos);
                world.query(TERMINATE);
            }
            world.awaitStored(ingest);
        }

        assertThat(world.tally()).as("seed %d", seed).isEqualTo("4800|4800|0|0");
        assertThat(world.count("observation")).isEqualTo(4800);
    }

    @Test
    void aConsumerStoppedAnywhereGoesOnWhereItStood() throws Exception {
        publish(400, 0);
        for (int round = 0; round < 4; round++) {
            try (var ingest = world.startIngest(SMALL_BATCHES)) {
                awaitReading(ingest);
            }
        }
        try (var ingest = world.startIngest(SMALL_BATCHES)) {
            world.awaitStored(ingest);
        }

        assertThat(world.tally()).isEqualTo("4000|4000|0|0");
        assertThat(world.count("observation")).isEqualTo(4000);
    }

    @Test
    void whatKafkaRemembersOfTheGroupDoesNotMatter() throws Exception {
        publish(20, 0);
        landAll();
        world.admin().deleteConsumerGroups(List.of(RecordSource.GROUP)).all().get();
        var before = world.query("SELECT xmin, * FROM observation ORDER BY sensor_id, time");

        publish(1, 20);
        landAll();

        assertThat(world.query("SELECT xmin, * FROM observation ORDER BY sensor_id, time"))
                .containsAll(before)
                .hasSize(before.size() + 10);
        assertThat(world.tally()).isEqualTo("210|210|0|0");
    }

    @Test
    void aTopicThatWasMadeAnewIsReadFromItsBeginningAndChangesNothing() throws Exception {
        publish(20, 0);
        landAll();
        var before = world.query("SELECT xmin, * FROM observation ORDER BY sensor_id, time");
        world.renewTopics();

        publish(20, 0);
        landAll();

        assertThat(world.query("SELECT xmin, * FROM observation ORDER BY sensor_id, time"))
                .isEqualTo(before);
        assertThat(world.tally()).isEqualTo("400|200|200|0");
    }

    /** While it is held up; its offset of former days then lies in the middle of what the new topic holds. */
    @Test
    void aTopicThatIsMadeAnewUnderARunningConsumerIsReadFromItsBeginning() throws Exception {
        try (var ingest = world.startIngest(SMALL_BATCHES);
                var blocker = world.connect();
                var statement = blocker.createStatement()) {
            awaitReading(ingest);
            publish(20, 0);
            world.awaitStored(ingest);
            holdEveryOffsetUpdate();
            statement.execute("SELECT pg_advisory_lock(42)");
            publish(1, 20);
            await().until(() -> !world.query(WAITING).isEmpty());
            world.renewTopics();
            publish(60, 100);

            statement.execute("SELECT pg_advisory_unlock(42)");
            world.awaitStored(ingest);
        }

        assertThat(world.count("observation")).isEqualTo(810);
    }

    @Test
    void aConsumerIsFencedWhenAnotherHasGoneOn() throws Exception {
        try (var zombie = world.startIngest(SMALL_BATCHES)) {
            awaitReading(zombie);
            publish(1, 0);
            world.awaitStored(zombie);
            // What another consumer did while this one was held up: it stored a record that this one has yet to read.
            world.execute("UPDATE ingest_offset SET next_offset = next_offset + 1 WHERE accepted > 0");
            publish(5, 1);
            world.awaitStored(zombie);
        }

        assertThat(world.tally()).isEqualTo("50|50|0|0");
        assertThat(world.count("observation")).isEqualTo(50);
    }

    /** Two stores, as two processes have them, with the same work at the same time. */
    @Test
    void ofTwoThatStoreTheSameOneIsFencedThoughItBeganBeforeTheOtherWasDone() throws Exception {
        landAll();
        holdEveryOffsetUpdate();
        IngestConfig config = world.config(Map.of());
        try (var blocker = world.connect();
                var statement = blocker.createStatement();
                var one = new Store(config.database(), config.seal(), parked -> {});
                var other = new Store(config.database(), config.seal(), parked -> {})) {
            Batch batch = batchOfFirstRecord();
            one.positions(new TreeMap<>(Map.of(batch.spans().firstKey(), 0L)));
            other.positions(new TreeMap<>(Map.of(batch.spans().firstKey(), 0L)));
            statement.execute("SELECT pg_advisory_lock(42)");

            var first = CompletableFuture.supplyAsync(() -> isWritten(one, batch), OWN_THREAD);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !world.query(WAITING).isEmpty());
            var second = CompletableFuture.supplyAsync(() -> isWritten(other, batch), OWN_THREAD);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> world.query(WAITING_FOR_ROW).size() == 1);
            statement.execute("SELECT pg_advisory_unlock(42)");

            assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(second.get(10, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(world.tally()).isEqualTo("10|10|0|0");
    }

    @Test
    void offsetsDoNotMoveBeforeWhatIsParkedIsSafe() throws Exception {
        try (var ingest = world.startIngest(SMALL_BATCHES)) {
            awaitReading(ingest);
            world.admin().deleteTopics(List.of(DeadLetters.TOPIC)).all().get();
            world.publish(suid().toBytes(), new byte[] {1}, 1);
            publish(1, 0);
            await().atMost(Duration.ofMinutes(1)).until(() -> !ingest.isReading());
            assertThat(world.tally()).isEqualTo("0|0|0|0");

            world.createParkedTopic();
            world.awaitStored(ingest);
        }

        assertThat(world.tally()).isEqualTo("11|10|0|1");
        assertThat(world.parked()).hasSize(1);
    }

    @Test
    void aPositionWhoseKeyIsMissingWaitsForAnOperatorAndIsNotParked() throws Exception {
        var here = new Observation(NOON, Clock.DEVICE, Map.of("PM10", 1.0), Map.of(), new Position(51.5, -0.15, null));
        world.publish(suid(), rogue(NOON, List.of(here)));
        var errors = new ListAppender<ILoggingEvent>();
        errors.start();
        ((Logger) LoggerFactory.getLogger(IngestLoop.class)).addAppender(errors);
        try (var ingest = world.startIngest(Map.of("airlog.sealing.keys", "other:" + "11".repeat(32)))) {
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> errors.list.stream()
                    .anyMatch(event -> event.getLevel() == Level.ERROR
                            && event.getMessage().contains("airlog.sealing.keys")));
            assertThat(ingest.isReading()).isFalse();
        } finally {
            ((Logger) LoggerFactory.getLogger(IngestLoop.class)).detachAppender(errors);
        }
        assertThat(world.tally()).isEqualTo("0|0|0|0");
        assertThat(world.parked()).isEmpty();

        landAll();

        assertThat(world.count("observation_location")).isEqualTo(1);
    }

    @Test
    void consumersThatComeAndGoShareTheWorkAndRepeatNothing() throws Exception {
        try (var first = world.startIngest(SMALL_BATCHES)) {
            awaitReading(first);
            publish(100, 0);
            try (var second = world.startIngest(SMALL_BATCHES)) {
                publish(100, 100);
                awaitReading(first, second);
                publish(100, 200);
                world.awaitStored(first, second);
            }
            publish(100, 300);
            world.awaitStored(first);
        }

        assertThat(world.tally()).isEqualTo("4000|4000|0|0");
        assertThat(world.count("observation")).isEqualTo(4000);
    }

    @Test
    void aDatabaseThatWasAwayGetsEverything() throws Exception {
        assumeTrue(world.ownsDatabase(), "only a server of our own is stopped");
        int port = world.databasePort();
        try (var ingest = world.startIngest(SMALL_BATCHES)) {
            awaitReading(ingest);
            publish(10, 0);
            world.awaitStored(ingest);

            world.stopDatabase();
            publish(10, 10);
            await().atMost(Duration.ofMinutes(1)).until(() -> !ingest.isReading());
            world.startDatabase(port);
            publish(10, 20);
            world.awaitStored(ingest);
        }

        assertThat(world.tally()).isEqualTo("300|300|0|0");
        assertThat(world.count("observation")).isEqualTo(300);
    }

    @Test
    void aLogThatHasLostWhatWasNotStoredStopsTheConsumerAndSaysWhatToDo() throws Exception {
        publish(20, 0);
        landAll();
        publish(20, 20);
        var partition = new TopicPartition(ObservationRecord.TOPIC, partition());
        world.admin()
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(30)))
                .all()
                .get();

        try (var ingest = world.startIngest(SMALL_BATCHES)) {
            assertThatThrownBy(() -> ingest.ended().get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(LogLostException.class)
                    .hasMessageContaining("offset 20 of airlog.observations")
                    .hasMessageContaining("UPDATE ingest_offset SET next_offset = 30");
        }
        assertThat(world.count("observation")).isEqualTo(200);
    }

    private static boolean isWritten(Store store, Batch batch) {
        try {
            store.write(batch);
            return true;
        } catch (FencedException e) {
            return false;
        } catch (StoreUnavailableException | ParkingUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    private Batch batchOfFirstRecord() throws Exception {
        String[] partition = world.query(
                        "SELECT topic_id, partition FROM ingest_offset WHERE topic LIKE '%observations'"
                                + " ORDER BY partition LIMIT 1")
                .get(0)
                .split("\\|", -1);
        var identity = new LogPartition(
                UUID.fromString(partition[0]), ObservationRecord.TOPIC, Integer.parseInt(partition[1]));
        var content = rogue(NOON, observations(0));
        byte[] value = new ObservationRecordCodec(LogAndDatabase.SEAL).encode(suid(), content);
        var origin = new LoggedRecord(identity, 0, Payload.of(suid().toBytes()), Payload.of(value), 10);
        return BatchPlan.of(List.of(new Observed(origin, suid(), content)), Map.of(identity, 0L))
                .get(0);
    }

    private void landAll() throws Exception {
        try (var ingest = world.startIngest(SMALL_BATCHES)) {
            awaitReading(ingest);
            world.awaitStored(ingest);
        }
    }

    /** Ten observations a record, each at an instant of its own. */
    private void publish(int records, int from) {
        for (int record = from; record < from + records; record++) {
            world.publishSoon(suid(), rogue(NOON.plusSeconds(record), observations(record)));
        }
        world.flush();
    }

    private static List<Observation> observations(int record) {
        var observations = new ArrayList<Observation>();
        for (int i = 0; i < 10; i++) {
            observations.add(observation(NOON.plusSeconds(record * 10L + i), Map.of("PM10", (double) i)));
        }
        return observations;
    }

    private static Suid suid() {
        return new Suid(new UUID(1, 1));
    }

    /** The one that the sensor's records are in. */
    private int partition() throws Exception {
        return Integer.parseInt(world.query("SELECT partition FROM ingest_offset WHERE accepted > 0")
                .get(0));
    }

    /** From now on the offsets move only while nobody holds the advisory lock 42: the rows are written by then. */
    private void holdEveryOffsetUpdate() throws Exception {
        world.execute(
                """
                CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN new; END';
                CREATE TRIGGER hold BEFORE UPDATE ON ingest_offset FOR EACH ROW EXECUTE FUNCTION hold();
                """);
    }
}
