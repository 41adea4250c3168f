package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.await;
import static org.airlog.ingest.LogAndDatabase.awaitReading;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.ingest.timescale.HypertableMove;
import org.airlog.ingest.timescale.HypertableMove.Progress;
import org.airlog.ingest.timescale.MoveRefusedException;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tables are made of on each kind of database, see {@link LogAndDatabase}; and how plain ones become hypertables while a
 * consumer goes on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class StorageIT {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Suid SUID = new Suid(new UUID(1, 1));
    private static final String HYPERTABLES =
            "SELECT hypertable_name FROM timescaledb_information.hypertables ORDER BY 1";
    private static final int ROWS = 1_000_000;
    private static final int DAYS = 30;

    private final LogAndDatabase world;
    private final boolean isTimescale;

    StorageIT(@TempDir Path directory) throws Exception {
        world = new LogAndDatabase(directory);
        world.renew();
        isTimescale = world.query("SELECT count(*) FROM pg_available_extensions WHERE name = 'timescaledb'")
                .equals(List.of("1"));
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
    void theConsumerTellsWhatTheDatabaseIs() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);

            String edition = isTimescale
                    ? world.query("SELECT CASE current_setting('timescaledb.license') WHEN 'timescale' THEN 'community'"
                                    + " ELSE 'apache' END")
                            .get(0)
                    : "none";
            assertThat(LogAndDatabase.metrics(ingest))
                    .contains("airlog_database_timescaledb{edition=\"" + edition + "\"} 1");
        }
        assertThat(world.query("SELECT count(*) FROM pg_indexes WHERE indexname IN"
                        + " ('observation_time', 'observation_location_time')"))
                .containsExactly(isTimescale ? "0" : "2");
        if (isTimescale) {
            assertThat(world.query(HYPERTABLES)).containsExactly("observation", "observation_location");
        }
    }

    @Test
    void aLookAtOneDayTouchesOneChunk() throws Exception {
        assumeTrue(isTimescale, "chunks are of hypertables");
        publishDays(10);
        land();

        assertThat(world.count("timescaledb_information.chunks WHERE hypertable_name = 'observation'"))
                .isEqualTo(10);
        assertThat(String.join(
                        "\n",
                        world.query("EXPLAIN SELECT * FROM observation WHERE sensor_id = 1"
                                + " AND time >= '2026-03-04Z' AND time < '2026-03-05Z'")))
                .containsOnlyOnce("_chunk ");
    }

    @Test
    void emptyTablesBecomeHypertablesWhenTimescaleHasComeLater() throws Exception {
        assumeTrue(isTimescale, "TimescaleDB has to come");
        land();
        makePlain();

        land();

        assertThat(world.query(HYPERTABLES)).containsExactly("observation", "observation_location");
        publishDays(2);
        land();
        assertThat(world.count("observations")).isEqualTo(20);
    }

    @Test
    void tablesWithRowsStayPlainUntilAnOperatorSaysSo() throws Exception {
        assumeTrue(isTimescale, "TimescaleDB has to come");
        publishDays(2);
        land();
        makePlain();

        land();

        assertThat(world.count("pg_extension WHERE extname = 'timescaledb'")).isZero();
        assertThat(world.count("observation")).isEqualTo(20);
        assertThat(move()).contains("observation_location done", "observation done");
        assertThat(world.query(HYPERTABLES)).containsExactly("observation", "observation_location");
        publishDays(3);
        land();
        assertThat(world.count("observation")).isEqualTo(30);
        assertThat(world.count("observations")).isEqualTo(30);
        assertThat(world.count("observation_plain")).isEqualTo(20);
        assertThat(world.tally()).isEqualTo("50|30|20|0");
    }

    /**
     * A million rows and a consumer that goes on: it writes into days that are copied already, changes rows, adds a column. The move
     * is stopped in its middle and goes on. Rights and views are those of before.
     */
    @Test
    void aMillionRowsAreMovedWhileAConsumerGoesOn() throws Exception {
        assumeTrue(isTimescale, "TimescaleDB has to come");
        publishDays(1);
        land();
        makePlain();
        world.execute("DO $$ BEGIN CREATE ROLE storage_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        world.execute("GRANT SELECT ON observation TO storage_reader");
        world.execute("GRANT SELECT (time) ON observation_location TO storage_reader");
        world.execute("CREATE VIEW mine AS SELECT max(pm10) FROM observation");
        world.execute("INSERT INTO observation (time, sensor_id, received_at, clock, pm10)"
                + " SELECT timestamptz '2026-03-01Z' + i % " + DAYS + " * interval '1 day' + i / " + DAYS
                + " * interval '2 seconds', 77, now(), 0, i FROM generate_series(1, " + ROWS + ") AS i");
        var isMoved = new AtomicBoolean();
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            var publishing = CompletableFuture.runAsync(() -> publishUntil(isMoved), task -> new Thread(task).start());
            var seen = new AtomicInteger();
            try (var move = HypertableMove.open(database())) {
                assertThatThrownBy(() -> HypertableMove.open(database()))
                        .isInstanceOf(MoveRefusedException.class)
                        .hasMessageContaining("another");
                assertThat(move.run(progress -> seen.incrementAndGet(), () -> seen.get() > DAYS / 2))
                        .isFalse();
            }
            world.execute("UPDATE observation SET pm10 = -1 WHERE sensor_id = 77 AND pm10 < 1000");
            world.execute("DELETE FROM observation WHERE sensor_id = 77 AND pm10 BETWEEN 2000 AND 2999");
            assertThat(move()).contains("observation done");
            isMoved.set(true);
            publishing.get();
            world.awaitStored(ingest);
            assertThat(ingest.ended()).isNotCompleted();
        }

        assertThat(world.query(HYPERTABLES)).containsExactly("observation", "observation_location");
        world.assertBalanced(ROWS - 1_000);
        assertThat(world.count("observation WHERE pm10 = -1 AND sensor_id = 77"))
                .isEqualTo(999);
        assertThat(world.count("(SELECT * FROM observation_plain WHERE sensor_id = 77 EXCEPT"
                        + " SELECT * FROM observation) AS missing"))
                .as("rows of before that are not there or differ")
                .isZero();
        assertThat(world.count("observation WHERE sensor_id <> 77 AND noise IS NOT NULL"))
                .isPositive();
        assertThat(world.query("SELECT max FROM mine")).containsExactly(String.valueOf(ROWS));
        assertThat(world.query("SELECT has_table_privilege('storage_reader', 'observation', 'SELECT'),"
                        + " has_column_privilege('storage_reader', 'observation_location', 'time', 'SELECT'),"
                        + " has_column_privilege('storage_reader', 'observation_location', 'latitude', 'SELECT'),"
                        + " has_table_privilege('airlog_location', 'observation_location', 'SELECT')"))
                .containsExactly("t|t|f|t");
        assertThat(world.query("SELECT to_regclass('observation_notes'), to_regclass('observation_days'),"
                        + " to_regproc('observation_note')"))
                .containsExactly("null|null|null");
    }

    @Test
    void aMoveThatIsGivenUpLeavesNothing() throws Exception {
        assumeTrue(isTimescale, "TimescaleDB has to come");
        publishDays(3);
        land();
        makePlain();
        var seen = new AtomicInteger();
        try (var move = HypertableMove.open(database())) {
            move.run(progress -> seen.incrementAndGet(), () -> seen.get() > 2);
            move.abandon();
        }

        assertThat(world.count("pg_class WHERE relname LIKE 'observation%hypertable' OR relname LIKE '%notes'"
                        + " OR relname LIKE '%days' AND relname LIKE 'observation%'"))
                .isZero();
        publishDays(4);
        land();
        assertThat(world.count("observation")).isEqualTo(40);
    }

    @Test
    void plainPostgresHasNoHypertablesToMoveTo() throws Exception {
        assumeTrue(!isTimescale, "it would do it");
        land();

        assertThatThrownBy(() -> HypertableMove.open(database()))
                .isInstanceOf(MoveRefusedException.class)
                .hasMessageContaining("does not offer TimescaleDB");
    }

    /** What these tables are on a server that got TimescaleDB only after they had been made. */
    private void makePlain() throws Exception {
        String view =
                world.query("SELECT pg_get_viewdef('observations'::regclass)").get(0);
        world.execute("DROP VIEW observations");
        for (String table : List.of("observation", "observation_location")) {
            world.execute("CREATE TABLE old (LIKE " + table + " INCLUDING ALL)");
            world.execute("INSERT INTO old SELECT * FROM " + table);
            world.execute("DROP TABLE " + table);
            world.execute("ALTER TABLE old RENAME TO " + table);
            world.execute("CREATE INDEX " + table + "_time ON " + table + " USING brin (time)");
        }
        world.execute("GRANT SELECT ON observation_location TO airlog_location");
        world.execute("CREATE VIEW observations AS " + view);
        world.execute("DROP EXTENSION timescaledb");
    }

    private List<String> move() throws Exception {
        var steps = new ArrayList<String>();
        try (var move = HypertableMove.open(database())) {
            assertThat(move.run((Progress step) -> steps.add(step.table() + " " + step.step()), () -> false))
                    .isTrue();
        }
        return steps;
    }

    private DatabaseAddress database() {
        return world.config(Map.of()).database();
    }

    /** A record every few milliseconds, all over the days; every second one changes what an earlier one has written. */
    private void publishUntil(AtomicBoolean isOver) {
        for (int i = 0; !isOver.get(); i++) {
            Instant time = MIDNIGHT.plus(Duration.ofHours(i / 2 % (DAYS * 24))).plusMillis(i / 2);
            world.publishSoon(
                    SUID,
                    rogue(
                            MIDNIGHT.plusSeconds(i),
                            List.of(observation(time, i % 2 == 0 ? Map.of("PM10", 1.0 * i) : Map.of("TEMP", 1.0)))));
            if (i == 500) {
                world.publishSoon(
                        SUID,
                        LogAndDatabase.signed(
                                new UUID(3, 3), MIDNIGHT, List.of(observation(time, Map.of("noise", 1.0)))));
            }
            if (i % 20 == 0) {
                world.flush();
                await().pollDelay(Duration.ofMillis(20)).until(() -> true);
            }
        }
        world.flush();
    }

    /** Ten rows each. */
    private void publishDays(int days) throws Exception {
        for (int day = 0; day < days; day++) {
            var observations = new ArrayList<org.airlog.observation.Observation>();
            for (int i = 0; i < 10; i++) {
                observations.add(observation(
                        MIDNIGHT.plus(Duration.ofDays(day)).plusSeconds(i * 60L), Map.of("PM10", (double) i)));
            }
            world.publish(SUID, rogue(MIDNIGHT, observations));
        }
    }

    private void land() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            world.awaitStored(ingest);
        }
    }
}
