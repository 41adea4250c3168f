package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.awaitReading;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.airlog.ingest.LogAndDatabase.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.Standing.Verdict;
import org.airlog.ingest.kafka.LogLostException;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The steps of docs/operations.md after a database was lost; with TimescaleDB too, see {@link LogAndDatabase}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class BackupIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID REGISTRATION = new UUID(2, 2);
    private static final String ROWS = "SELECT s.suid, s.registration, s.trust, o.time, o.received_at, o.pm10, o.temp,"
            + " l.latitude FROM observation o JOIN sensor s ON s.id = o.sensor_id LEFT JOIN observation_location l"
            + " ON (l.sensor_id, l.time) = (o.sensor_id, o.time) ORDER BY 1, 2, 4";

    private final LogAndDatabase world;

    BackupIT(@TempDir Path directory) throws Exception {
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
    void aRestoredDatabaseReadsTheLogAgainFromWhereItStood() throws Exception {
        assumeTrue(world.hasPrograms(), "pg_dump is not there, or older than the server");
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            publish(0, 30, 1);
            world.awaitStored(ingest);
            world.backUp(); // while it stores
            publish(10, 60, 2); // corrects 20 of them, adds 30 and a sensor
            world.awaitStored(ingest);
        }
        var before = world.query(ROWS);
        var tally = world.tally();

        world.restore();
        assertThat(world.query(ROWS)).as("it is older").isNotEqualTo(before);
        try (var ingest = world.startIngest()) {
            world.awaitStored(ingest);
        }

        assertThat(world.query(ROWS)).isEqualTo(before);
        assertThat(world.tally()).isEqualTo(tally);
        world.assertBalanced();
        assertThat(world.query("SELECT has_table_privilege('airlog_location', 'observation_location', 'SELECT'),"
                        + " has_table_privilege('public', 'observation_location', 'SELECT')"))
                .containsExactly("t|f");
    }

    /** The log was trimmed after the backup: what lay between is lost to this database, and a person has to say so. */
    @Test
    void aBackupThatIsOlderThanTheLogStopsTheConsumerUntilSomebodyAcceptsTheGap() throws Exception {
        publish(0, 20, 1);
        land();
        publish(20, 40, 1);
        int partition = partition();
        world.admin()
                .deleteRecords(Map.of(
                        new TopicPartition(ObservationRecord.TOPIC, partition), RecordsToDelete.beforeOffset(30)))
                .all()
                .get();
        assertThat(verdicts()).contains(Verdict.GAP);
        assertStops();

        accept();
        land();

        assertThat(verdicts()).containsOnly(Verdict.FITS);
        assertThat(world.count("observation")).as("10 are in the gap").isEqualTo(30);
    }

    /** Kafka was restored from a copy that is older than the database. */
    @Test
    void aLogThatEndsBeforeWhatIsStoredIsReadAgainOnceSomebodyHasAcceptedIt() throws Exception {
        publish(0, 20, 1);
        land();
        var before = world.query(ROWS);
        world.execute("UPDATE ingest_offset SET next_offset = next_offset + 7 WHERE accepted > 0");
        assertThat(verdicts()).contains(Verdict.AHEAD);
        assertStops();

        accept();
        land();

        assertThat(verdicts()).containsOnly(Verdict.FITS);
        assertThat(world.query(ROWS)).isEqualTo(before);
    }

    private void assertStops() throws Exception {
        try (var ingest = world.startIngest()) {
            assertThatThrownBy(() -> ingest.ended().get(30, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(LogLostException.class)
                    .hasMessageContaining("airlog database offsets --accept");
        }
    }

    private List<Standing> standings() throws Exception {
        var config = world.config(Map.of());
        return Standing.look(config.kafka(), config.database());
    }

    private List<Verdict> verdicts() throws Exception {
        return standings().stream().map(Standing::verdict).toList();
    }

    private void accept() throws Exception {
        for (Standing standing : standings()) {
            if (standing.verdict() != Verdict.FITS) {
                assertThat(standing.accept(world.config(Map.of()).database())).isTrue();
                assertThat(standing.accept(world.config(Map.of()).database()))
                        .as("it does not stand there any more")
                        .isFalse();
            }
        }
    }

    private void land() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            world.awaitStored(ingest);
        }
    }

    private int partition() throws Exception {
        return Integer.parseInt(world.query("SELECT partition FROM ingest_offset WHERE accepted > 0")
                .get(0));
    }

    /** One record each, of a signed sensor with a position; the second time one of an unsigned one beside. */
    private void publish(int from, int to, int time) throws Exception {
        var observations = new ArrayList<Observation>();
        for (int i = from; i < to; i++) {
            var observed = new Observation(
                    NOON.plusSeconds(i),
                    Clock.DEVICE,
                    Map.of("PM10", 1.0 * i * time),
                    Map.of(),
                    new Position(51.5, -0.15, null));
            world.publish(new Suid(new UUID(1, 1)), signed(REGISTRATION, NOON.plusSeconds(time), List.of(observed)));
        }
        if (time > 1) {
            observations.add(observation(NOON, Map.of("TEMP", 1.0)));
            world.publish(new Suid(new UUID(1, 9)), rogue(NOON, observations));
        }
    }
}
