package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.awaitReading;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.airlog.ingest.kafka.UploadLog;
import org.airlog.ingest.management.IngestMeters;
import org.airlog.ingest.opensensemap.plan.Progress;
import org.airlog.ingest.timescale.StoreUnavailableException;
import org.airlog.ingest.timescale.StoredOffsets;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The log loses what is old, stored and forwarded, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrimIT {

    private static final IngestMeters METERS = new IngestMeters(new SimpleMeterRegistry(), InstantSource.system());
    private static final Suid SUID = new Suid(new UUID(1, 1));
    private static final Map<String, String> FORWARDING = Map.of(
            "airlog.opensensemap.api", "http://127.0.0.1:1",
            "airlog.opensensemap.email", "me@example.org",
            "airlog.opensensemap.password", "hush");

    /** The real one: Kafka takes no timestamp of more than an hour ahead. */
    private final Instant now = Instant.now();

    private final Instant old = now.minus(Duration.ofDays(8));
    private final Instant aCenturyAhead = now.plus(Duration.ofDays(36_500));
    private final LogAndDatabase world;
    private int published;
    /** The one that the sensor's records are in. */
    private int partition;

    TrimIT(@TempDir Path directory) throws Exception {
        world = new LogAndDatabase(directory);
    }

    @BeforeEach
    void renew() throws Exception {
        world.renew();
        published = 0;
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void whatIsOldAndStoredGoesAndTheConsumerGoesOnBehindIt() throws Exception {
        publish(10, old);
        publish(5, now);
        land();
        publish(5, old); // of a broker whose clock is wrong

        assertThat(trim(now, Map.of())).isEqualTo(10);
        assertThat(trim(aCenturyAhead, Map.of())).isEqualTo(15);

        land();
        assertThat(world.tally()).isEqualTo("20|20|0|0");
        assertThat(trim(aCenturyAhead, Map.of())).isEqualTo(20);
    }

    @Test
    void timestampsAheadOfTimeOnlyKeepMore() throws Exception {
        publish(3, old);
        publish(1, now.plus(Duration.ofMinutes(30)));
        publish(3, old);
        land();

        assertThat(trim(now, Map.of())).isEqualTo(3);
    }

    @Test
    void whatTheForwarderHasNotPassedStaysWhereverItRuns() throws Exception {
        publish(10, old);
        land();

        assertThat(trim(now, FORWARDING)).isZero();
        commit(4, new Progress(new UUID(9, 9), 6, 2, 1, 0).text());
        assertThat(trim(now, FORWARDING)).isZero();
        commit(4, "");
        assertThat(trim(now, FORWARDING)).isZero();
        commit(4, new Progress(topicId(), 6, 2, 1, 0).text());
        assertThat(trim(now, FORWARDING)).isEqualTo(4);
        commit(7, Progress.none(topicId()).text());
        assertThat(trim(now, Map.of())).isEqualTo(7);
        world.admin().deleteConsumerGroups(List.of(UploadLog.GROUP)).all().get();
        assertThat(trim(now, Map.of())).isEqualTo(10);
    }

    @Test
    void aTopicThatTheDatabaseDoesNotKnowKeepsEverything() throws Exception {
        publish(10, old);
        land();
        world.renewTopics();
        publish(10, old);

        assertThat(trim(aCenturyAhead, Map.of())).isZero();
    }

    @Test
    void anAbsentOffsetKeepsThePartition() throws Exception {
        publish(10, old);
        land();
        world.execute("DELETE FROM ingest_offset WHERE accepted > 0");

        assertThat(trim(now, Map.of())).isZero();
    }

    @Test
    void oneOfSeveralConsumersDoesIt() throws Exception {
        publish(10, old);
        land();
        try (StoredOffsets other =
                StoredOffsets.take(world.config(Map.of()).database()).orElseThrow()) {
            assertThat(other).isNotNull();
            assertThat(trim(now, Map.of())).isZero();
        }

        assertThat(trim(now, Map.of())).isEqualTo(10);
    }

    @Test
    void whileTheDatabaseIsAwayNothingIsDeleted() throws Exception {
        assumeTrue(world.ownsDatabase(), "only a server of our own is stopped");
        publish(10, old);
        land();
        int port = world.databasePort();
        var trimmer = new Trimmer(world.config(Map.of()), InstantSource.fixed(now), METERS);
        world.stopDatabase();
        try {
            assertThatThrownBy(trimmer::round).isInstanceOf(StoreUnavailableException.class);
            assertThat(beginning()).isZero();
        } finally {
            world.startDatabase(port);
        }
    }

    @Test
    void itRunsBesideTheSink() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);

            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .contains("airlog-trim");
        }
    }

    /** One round; returns where the sensor's partition begins afterwards. */
    private long trim(Instant moment, Map<String, String> more) throws Exception {
        try (var trimmer = new Trimmer(world.config(more), InstantSource.fixed(moment), METERS)) {
            trimmer.round();
        }
        return beginning();
    }

    private long beginning() throws Exception {
        return world.admin()
                .listOffsets(Map.of(partition(), OffsetSpec.earliest()))
                .partitionResult(partition())
                .get()
                .offset();
    }

    private void commit(long offset, String note) throws Exception {
        world.admin()
                .alterConsumerGroupOffsets(UploadLog.GROUP, Map.of(partition(), new OffsetAndMetadata(offset, note)))
                .all()
                .get();
    }

    private UUID topicId() throws Exception {
        var topics = world.admin()
                .describeTopics(List.of(ObservationRecord.TOPIC))
                .allTopicNames()
                .get();
        var id = Objects.requireNonNull(topics.get(ObservationRecord.TOPIC)).topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private TopicPartition partition() {
        return new TopicPartition(ObservationRecord.TOPIC, partition);
    }

    private void publish(int records, Instant loggedAt) throws Exception {
        for (int i = 0; i < records; i++) {
            var observed = observation(now.minusSeconds(++published), Map.of("PM10", 1.0));
            partition = world.publishAt(loggedAt, SUID, rogue(now, List.of(observed)));
        }
    }

    private void land() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            world.awaitStored(ingest);
        }
    }
}
