package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.await;
import static org.airlog.ingest.LogAndDatabase.awaitReading;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.kafka.DeadLetters;
import org.airlog.ingest.kafka.RecordSource;
import org.airlog.observation.Observation;
import org.airlog.observation.Suid;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the database does, the books balance in the end: see {@link LogAndDatabase#assertBalanced}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class DatabaseFaultsIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<String, String> SMALL_BATCHES = Map.of("airlog.ingest.batch-records", "10");
    private static final String OURS = "FROM pg_stat_activity WHERE application_name = 'airlog-ingest'";
    private static final int SENSORS = 20;

    private final Path directory;
    private final LogAndDatabase world;

    DatabaseFaultsIT(@TempDir Path directory) throws Exception {
        this.directory = directory;
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
    void anAnswerToACommitThatIsLostRepeatsNothing() throws Exception {
        try (var proxy = new CuttingProxy(world.databasePort());
                var ingest = world.startIngest(through(proxy))) {
            awaitReading(ingest);
            for (int round = 1; round <= 4; round++) {
                int expected = round;
                proxy.cutOnce();
                publish(5, round * 100);
                await().until(() -> proxy.cuts() == expected);
                world.awaitStored(ingest);
            }
        }

        world.assertBalanced();
        assertThat(world.count("observation")).isEqualTo(4 * 5 * SENSORS * 2);
    }

    @Test
    void aTableThatIsLockedIsWaitedForAlsoWhenTheStatementTimesOut() throws Exception {
        String waiting = "SELECT pid " + OURS + " AND wait_event_type = 'Lock'";
        try (var ingest = world.startIngest(SMALL_BATCHES);
                var other = world.connect();
                var statement = other.createStatement()) {
            awaitReading(ingest);
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE observation IN ACCESS EXCLUSIVE MODE");
            publish(3, 0);
            await().until(() -> !world.query(waiting).isEmpty());

            // As the server does when statement_timeout runs out.
            world.query("SELECT pg_cancel_backend(pid) " + OURS);
            await().until(() -> !ingest.isReading());
            await().until(() -> !world.query(waiting).isEmpty());
            assertThat(world.tally()).isEqualTo("0|0|0|0");

            other.rollback();
            world.awaitStored(ingest);
        }

        world.assertBalanced();
    }

    @Test
    void aSlowDatabaseIsOnlySlow() throws Exception {
        try (var ingest = world.startIngest(SMALL_BATCHES)) {
            awaitReading(ingest);
            world.execute(
                    """
                    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_sleep(0.3); RETURN new; END';
                    CREATE TRIGGER linger BEFORE UPDATE ON ingest_offset FOR EACH ROW EXECUTE FUNCTION linger();
                    """);
            publish(3, 0);
            world.awaitStored(ingest);
        }

        world.assertBalanced();
    }

    @Test
    void aFullDiskIsWaitedForAndGetsEverythingWhenThereIsRoomAgain() throws Exception {
        assumeTrue(world.ownsDatabase(), "the tablespace must be on the server's machine");
        try (var disk = SmallDisk.mount(directory.resolve("small-disk"))) {
            world.executeOnServer("CREATE TABLESPACE small LOCATION '" + disk.folder() + "'");
            world.renewIn("small");
            try (var ingest = world.startIngest(SMALL_BATCHES)) {
                awaitReading(ingest);
                publish(1, 0);
                world.awaitStored(ingest);

                disk.fill();
                publish(50, 10);
                await().until(() -> !ingest.isReading());
                await().until(() -> world.query("SELECT count(*) " + OURS).contains("0"));
                assertThat(ingest.ended()).isNotDone();
                disk.free();
                world.awaitStored(ingest);
            }

            world.assertBalanced();
            assertThat(world.count("observation")).isEqualTo(51L * SENSORS * 2);
            world.renew();
            world.executeOnServer("DROP DATABASE " + world.previousDatabase());
            world.executeOnServer("DROP TABLESPACE small");
        }
    }

    @Test
    void aServerThatCrashesUnderAStatementLosesAndRepeatsNothing() throws Exception {
        assumeTrue(world.ownsDatabase(), "only a server of our own is crashed");
        try (var ingest = world.startIngest(SMALL_BATCHES)) {
            awaitReading(ingest);
            for (int crash = 0; crash < 2; crash++) {
                publish(20, crash * 100);
                long pid = Long.parseLong(await().ignoreExceptions()
                        .until(() -> world.query("SELECT pid " + OURS).get(0), found -> true));
                // One dead backend, and the server ends all others and recovers from its log.
                assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly())
                        .isTrue();
            }
            world.awaitStored(ingest);
        }

        world.assertBalanced();
    }

    @Test
    void aServerThatIsRestartedIsFoundAgainAndOperatorsSeeIt() throws Exception {
        assumeTrue(world.ownsDatabase(), "only a server of our own is restarted");
        int port = world.databasePort();
        try (var ingest = world.startIngest(SMALL_BATCHES)) {
            awaitReading(ingest);
            publish(20, 0);
            world.awaitStored(ingest);
            assertThat(get(ingest, "/healthy")).isEqualTo("200 healthy\n");
            await().until(() -> get(ingest, "/ready").startsWith("200 {\"ready\":true"));
            assertThat(get(ingest, "/metrics"))
                    .contains("airlog_ingest_observations_total{outcome=\"inserted\"} " + 20.0 * SENSORS * 2);
            await().untilAsserted(() ->
                    assertThat(get(ingest, "/metrics")).contains("airlog_ingest_lag_records{partition=\"0\"} 0.0"));

            world.stopDatabase();
            publish(5, 100);
            await().until(() -> get(ingest, "/ready").startsWith("503 ")
                    && get(ingest, "/ready").contains("\"waitsFor\":\"database\""));
            world.startDatabase(port);
            world.awaitStored(ingest);
            await().until(() -> get(ingest, "/ready").startsWith("200 "));
        }

        world.assertBalanced();
    }

    /** The first is frozen, perhaps in the middle of a transaction; the second takes its partitions; the first wakes up. */
    @Test
    void aConsumerThatWasFrozenWhileAnotherTookItsPartitionsChangesNothing() throws Exception {
        assumeTrue(new File("/bin/kill").canExecute(), "a process is frozen by kill");
        Process zombie = child();
        try {
            await().until(() -> members() == 1);
            publish(20, 0);
            await().ignoreExceptions().until(() -> world.count("observation") > 0);
            signal(zombie, "STOP");
            publish(20, 100);
            try (var second = world.startIngest(SMALL_BATCHES)) {
                awaitReading(second);
                world.awaitStored(second);
                signal(zombie, "CONT");
                publish(20, 200);
                await().until(() -> members() == 2);
                publish(20, 300);
                world.awaitStored(second);
            }
        } finally {
            zombie.destroyForcibly().onExit().get(10, TimeUnit.SECONDS);
        }

        world.assertBalanced();
        assertThat(world.count("observation")).isEqualTo(80L * SENSORS * 2);
    }

    @Test
    void rowsThatTheDatabaseRefusesAreFoundAndParkedAndNothingElse() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            world.execute("ALTER TABLE observation ADD CHECK (pm10 < 1000)");
            for (int i = 0; i < 60; i++) {
                world.publishSoon(
                        new Suid(new UUID(1, i % 7)),
                        rogue(
                                NOON,
                                List.of(observation(NOON.plusSeconds(i), Map.of("PM10", i % 13 == 5 ? 1e6 : 1.0)))));
            }
            world.flush();
            world.awaitStored(ingest);
        }

        assertThat(world.tally()).isEqualTo("60|55|0|5");
        world.assertBalanced();
    }

    @Test
    void whatKafkaDoesNotTakeIsNotParkedAndItsOffsetStays() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            limitParkedRecords("10");
            world.publish(new byte[16], new byte[100], 3);
            publish(1, 0);
            await().until(() -> !ingest.isReading());
            assertThat(world.tally()).doesNotStartWith(3 + 2 * SENSORS + "|");
            assertThat(world.parked()).isEmpty();

            limitParkedRecords("1000000");
            world.awaitStored(ingest);
        }

        assertThat(world.tally()).isEqualTo(3 + 2 * SENSORS + "|" + 2 * SENSORS + "|0|3");
        world.assertBalanced();
    }

    private static String get(Ingest ingest, String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + ingest.managementPort() + path);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private Map<String, String> through(CuttingProxy proxy) {
        return Map.of("airlog.ingest.batch-records", "10", "airlog.database.url", world.databaseUrl(proxy.port()));
    }

    private void limitParkedRecords(String bytes) throws Exception {
        world.admin()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, DeadLetters.TOPIC),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private Process child() throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        world.written(SMALL_BATCHES).forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(IngestChild.class.getName());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.log").toFile())
                .start();
    }

    private static void signal(Process process, String name) throws Exception {
        var kill = new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Of a group that may not have been founded yet. */
    private int members() throws Exception {
        try {
            return Objects.requireNonNull(world.admin()
                            .describeConsumerGroups(List.of(RecordSource.GROUP))
                            .all()
                            .get()
                            .get(RecordSource.GROUP))
                    .members()
                    .size();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(GroupIdNotFoundException.class);
            return 0;
        }
    }

    /** For each sensor so many records of two observations each. */
    private void publish(int records, int from) {
        for (int record = from; record < from + records; record++) {
            for (int sensor = 0; sensor < SENSORS; sensor++) {
                Instant time = NOON.plusSeconds(record * 10L);
                List<Observation> two = List.of(
                        observation(time, Map.of("PM10", (double) record)),
                        observation(time.plusSeconds(1), Map.of("TEMP", (double) sensor)));
                world.publishSoon(new Suid(new UUID(2, sensor)), rogue(time, two));
            }
        }
        world.flush();
    }
}
