package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.await;
import static org.airlog.ingest.LogAndDatabase.awaitReading;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.airlog.ingest.LogAndDatabase.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.airlog.ingest.batch.Place;
import org.airlog.ingest.timescale.Rollups;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Suid;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is counted by hour and day, and the newest readings, are what one query over the rows says; with TimescaleDB too, see
 * {@link LogAndDatabase}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class RollupIT {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Suid SUID = new Suid(new UUID(1, 1));
    private static final UUID REGISTRATION = new UUID(2, 2);
    private static final String HOURS = "SELECT bucket, count, sum, min, max FROM rollup_hour ORDER BY bucket";
    private static final String LATEST = "SELECT column_name, time, value FROM latest ORDER BY column_name";
    private static final int SERIES_ROWS = 3 * 144;

    private final LogAndDatabase world;

    RollupIT(@TempDir Path directory) throws Exception {
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

    /** Two consumers, of which one is replaced; series in a random order, with halves, corrections, repetitions and a new column. */
    @Test
    void anyMixtureIsCountedAsOneQueryOverItsRowsSays() throws Exception {
        var random = new Random(21);
        try (var first = world.startIngest()) {
            try (var second = world.startIngest()) {
                awaitReading(first, second);
                publishMixture(random, NOON.plusSeconds(10));
                world.awaitStored(first, second);
            }
            try (var third = world.startIngest()) {
                publishMixture(random, NOON.plusSeconds(20));
                world.awaitStored(first, third);
                publishMixture(random, NOON.plusSeconds(30));
                world.awaitStored(first, third);
                awaitCounted();
            }
        }

        assertThat(world.query("SELECT count(*) FROM rollup_hour WHERE column_name = 'noise'"))
                .isNotEqualTo(List.of("0"));
        assertThat(world.count("rollup_day WHERE column_name = 'pm10'")).isEqualTo(6 * 3);
        assertCounted();
    }

    @Test
    void whatWasStoredBeforeTheUpgradeIsCountedAndPlaced() throws Exception {
        migrateTo("5");
        world.execute("INSERT INTO observation (time, sensor_id, received_at, clock, pm10, temp)"
                + " SELECT timestamptz '2026-03-01Z' + interval '7 minutes' * i, i % 3, now(), 0, i, nullif(i % 7, 0)"
                + " FROM generate_series(1, 1000) AS i");
        world.execute("INSERT INTO sensor (id, suid, trust, public_id, first_seen)"
                + " SELECT i, gen_random_uuid(), 'rogue', i, now() FROM generate_series(1, 300) AS i");
        var random = new Random(22);
        List<Position> positions = IntStream.range(0, 300)
                .mapToObj(i -> new Position(random.nextDouble(-90, 90), random.nextDouble(-180, 180), null))
                .collect(Collectors.toCollection(ArrayList::new));
        positions.set(0, new Position(89.999, 13.4, null));
        positions.set(1, new Position(12.3, 179.999, null));
        positions.set(2, new Position(-0.004, 0.005, null));
        for (int i = 0; i < positions.size(); i++) {
            world.execute("INSERT INTO sensor_location VALUES (" + (i + 1) + ", "
                    + positions.get(i).latitude() + ", " + positions.get(i).longitude() + ")");
        }

        land();

        assertCounted();
        assertThat(world.query("SELECT latitude, longitude FROM sensor_place ORDER BY sensor_id"))
                .isEqualTo(positions.stream()
                        .map(Place::of)
                        .map(place -> number(place.latitude()) + "|" + number(place.longitude()))
                        .toList());
    }

    @Test
    void anHourThatHasNoReadingsAnyMoreLosesWhatWasCounted() throws Exception {
        publish(NOON, observation(NOON, Map.of("PM10", 1.0)));
        publish(NOON, observation(NOON.plusSeconds(3_600), Map.of("PM10", 2.0)));
        land();
        world.execute("UPDATE observation SET pm10 = NULL WHERE time = '2026-03-01 12:00Z'");
        world.execute("INSERT INTO rollup_pending SELECT sensor_id, '2026-03-01 12:00Z' FROM observation LIMIT 1");

        pass();

        assertThat(world.query(HOURS)).containsExactly("2026-03-01 13:00:00+00|1|2|2|2");
        assertThat(world.query("SELECT count, sum FROM rollup_day")).containsExactly("1|2");
        world.execute("DELETE FROM observation");
        world.execute("INSERT INTO rollup_pending SELECT sensor_id, '2026-03-01 13:00Z' FROM rollup_day");
        pass();
        assertThat(world.count("rollup_hour")).isZero();
        assertThat(world.count("rollup_day")).isZero();
    }

    @Test
    void theNewestReadingOnlyMovesForwardAndIsCorrected() throws Exception {
        publish(NOON, observation(NOON, Map.of("PM10", 1.0)));
        land();
        var updated = world.query("SELECT updated_at FROM latest");
        publish(NOON.plusSeconds(1), observation(NOON.minusSeconds(60), Map.of("PM10", 9.0, "TEMP", 9.0)));
        publish(NOON.plusSeconds(1), observation(NOON.minusSeconds(86_400), Map.of("PM10", 8.0)));
        publish(NOON.plusSeconds(2), observation(NOON, Map.of("PM10", 1.0)));
        land();
        assertThat(world.query(LATEST))
                .containsExactly("pm10|2026-03-01 12:00:00+00|1", "temp|2026-03-01 11:59:00+00|9");
        assertThat(world.query("SELECT updated_at FROM latest WHERE column_name = 'pm10'"))
                .isEqualTo(updated);

        publish(NOON.plusSeconds(3), observation(NOON, Map.of("PM10", 2.0)));
        land();

        assertThat(world.query(LATEST))
                .containsExactly("pm10|2026-03-01 12:00:00+00|2", "temp|2026-03-01 11:59:00+00|9");
        assertThat(world.query("SELECT updated_at FROM latest WHERE column_name = 'pm10'"))
                .isNotEqualTo(updated);
    }

    @Test
    void anIdenticalRowMarksNothing() throws Exception {
        publish(NOON, observation(NOON, Map.of("PM10", 1.0)));
        land();
        world.execute("CREATE TABLE marked AS SELECT hour FROM rollup_pending_set");
        world.execute("CREATE RULE copy AS ON INSERT TO rollup_pending_set DO ALSO"
                + " INSERT INTO marked VALUES (new.hour)");

        publish(NOON.plusSeconds(60), observation(NOON, Map.of("PM10", 1.0)));
        publish(NOON.plusSeconds(60), observation(NOON.plusSeconds(3_600), Map.of("PM10", 1.0)));
        land();

        assertThat(world.query("SELECT hour FROM marked")).containsExactly("2026-03-01 13:00:00+00");
    }

    /** What a signed sensor may send: any number, at any time of the calendar. */
    @Test
    void noReadingAndNoTimeStopsTheCounting() throws Exception {
        var observations = new ArrayList<Observation>();
        for (int i = 0; i < 10; i++) {
            observations.add(observation(NOON.plusSeconds(i), Map.of("HUGE", Double.MAX_VALUE)));
            observations.add(observation(NOON.plusSeconds(60 + i), Map.of("TINY", -Double.MAX_VALUE)));
        }
        observations.add(observation(Instant.parse("0001-01-01T00:00:00Z"), Map.of("PM10", 1.0)));
        observations.add(observation(Instant.parse("1969-12-31T23:59:59.999999Z"), Map.of("PM10", 2.0)));
        observations.add(observation(Instant.parse("9999-12-31T23:59:59.999999Z"), Map.of("PM10", 3.0)));
        publish(NOON, observations.toArray(new Observation[0]));
        land();

        assertThat(world.query("SELECT column_name, bucket, count, sum FROM rollup_day ORDER BY column_name, bucket"))
                .containsExactly(
                        "huge|2026-03-01 00:00:00+00|10|1.0000000000000001e+291",
                        "pm10|0001-01-01 00:00:00+00|1|1",
                        "pm10|1969-12-31 00:00:00+00|1|2",
                        "pm10|9999-12-31 00:00:00+00|1|3",
                        "tiny|2026-03-01 00:00:00+00|10|-1.0000000000000001e+291");
        assertThat(world.query("SELECT max FROM rollup_hour WHERE column_name = 'huge'"))
                .containsExactly(String.valueOf(Double.MAX_VALUE).replace("E", "e+"));
    }

    @Test
    void ofAnHourWithMoreRowsThanASensorMaySendTheFirstMillionCounts() throws Exception {
        migrateTo("9");
        world.execute("INSERT INTO observation (time, sensor_id, received_at, clock, pm10)"
                + " SELECT timestamptz '2026-03-01 12:00Z' + interval '1 ms' * i, 1, now(), 0, i"
                + " FROM generate_series(0, 1000009) AS i");
        world.execute("INSERT INTO rollup_pending VALUES (1, '2026-03-01 12:00Z')");

        pass();

        assertThat(world.query("SELECT count, max FROM rollup_hour")).containsExactly("1000000|999999");
    }

    @Test
    void anHourThatIsMarkedAgainAndAgainWaitsForTheOthersEachTime() throws Exception {
        migrateTo("9");
        world.execute("INSERT INTO rollup_pending VALUES (1, '2026-03-01 12:00Z'), (1, '2026-03-01 13:00Z'),"
                + " (2, '2026-03-01 11:00Z'), (1, '2026-03-01 13:00Z'), (1, '2026-03-01 12:00Z')");

        try (var rollups = new Rollups(world.config(Map.of()).database())) {
            assertThat(rollups.pass(1)).contains(new Rollups.Pass(1, 3, true));
            world.execute("INSERT INTO rollup_pending VALUES (1, '2026-03-01 12:00Z')");
            rollups.pass(1);
        }

        assertThat(world.query("SELECT sensor_id, hour FROM rollup_pending ORDER BY hour"))
                .containsExactly("2|2026-03-01 11:00:00+00", "1|2026-03-01 12:00:00+00");
    }

    @Test
    void aRowThatCommitsAfterItsHourWasCountedIsCountedNext() throws Exception {
        publish(NOON, observation(NOON, Map.of("PM10", 1.0)));
        land();
        try (var slow = world.connect();
                var statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO observation (time, sensor_id, received_at, clock, pm10)"
                    + " SELECT '2026-03-01 12:30Z', sensor_id, now(), 0, 5 FROM latest");
            statement.execute("INSERT INTO rollup_pending SELECT sensor_id, '2026-03-01 12:00Z' FROM latest");
            world.execute("INSERT INTO rollup_pending SELECT sensor_id, '2026-03-01 12:00Z' FROM latest");
            pass();
            assertThat(world.query(HOURS)).containsExactly("2026-03-01 12:00:00+00|1|1|1|1");

            slow.commit();
        }

        assertThat(pass().orElseThrow().hours()).isEqualTo(1);
        assertThat(world.query(HOURS)).containsExactly("2026-03-01 12:00:00+00|2|6|1|5");
        assertCounted();
    }

    @Test
    void oneOfSeveralConsumersDoesIt() throws Exception {
        migrateTo("9");
        world.execute("INSERT INTO rollup_pending VALUES (1, '2026-03-01 12:00Z')");
        try (var other = world.connect();
                var statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(x'6169726c6f677275'::bigint)");
            assertThat(pass()).isEmpty();
            assertThat(world.count("rollup_pending")).isEqualTo(1);
        }

        await().until(() -> pass().isPresent());
        assertThat(world.count("rollup_pending")).isZero();
    }

    @Test
    void aPassTakesBoundedHoursAndDaysAndSaysThatMoreIsLeft() throws Exception {
        migrateTo("9");
        world.execute("INSERT INTO rollup_pending SELECT 1, timestamptz '2026-03-01Z' + interval '1 day' * (i / 2)"
                + " FROM generate_series(0, 139) AS i");

        try (var rollups = new Rollups(world.config(Map.of()).database())) {
            assertThat(rollups.pass(10)).contains(new Rollups.Pass(10, 120, true));
            assertThat(rollups.pass(1_000)).contains(new Rollups.Pass(50, 20, true));
            assertThat(rollups.pass(1_000)).contains(new Rollups.Pass(10, 0, false));
        }
    }

    @Test
    void ofWhatTheSinkHasMarkedTogetherAPassTakesAPartAndLeavesTheRestOnce() throws Exception {
        migrateTo("9");
        world.execute("INSERT INTO rollup_pending_set VALUES ('2026-03-01 12:00Z', '{1,2,3}', '2026-03-01 12:01Z'),"
                + " ('2026-03-01 12:00Z', '{3,2,4}', '2026-03-01 12:02Z'),"
                + " ('2026-03-01 11:00Z', '{1}', '2026-03-01 12:00Z'),"
                + " ('2026-03-01 13:00Z', '{1}', '2026-03-01 12:03Z')");

        try (var rollups = new Rollups(world.config(Map.of()).database())) {
            assertThat(rollups.pass(3)).contains(new Rollups.Pass(3, 3, true));
            assertThat(world.query("SELECT hour, sensor_ids, marked_at FROM rollup_pending_set ORDER BY marked_at"))
                    .containsExactly(
                            "2026-03-01 12:00:00+00|{3}|2026-03-01 12:01:00+00",
                            "2026-03-01 12:00:00+00|{4}|2026-03-01 12:02:00+00",
                            "2026-03-01 13:00:00+00|{1}|2026-03-01 12:03:00+00");
            assertThat(rollups.pass(3)).contains(new Rollups.Pass(3, 0, false));
        }
    }

    @Test
    void ofManyDaysThatTheSinkHasMarkedAPassTakesFifty() throws Exception {
        migrateTo("9");
        world.execute("INSERT INTO rollup_pending_set SELECT timestamptz '2026-03-01Z' + interval '1 day' * i, '{1,2}'"
                + " FROM generate_series(0, 59) AS i");

        try (var rollups = new Rollups(world.config(Map.of()).database())) {
            assertThat(rollups.pass(1_000)).contains(new Rollups.Pass(100, 20, true));
            assertThat(rollups.pass(1_000)).contains(new Rollups.Pass(20, 0, false));
        }
    }

    @Test
    void beforeTheTablesAreThereNothingIsDone() throws Exception {
        assertThat(pass()).isEmpty();
    }

    @Test
    void whileTheDatabaseIsAwayItWaitsAndGoesOnThen() throws Exception {
        assumeTrue(world.ownsDatabase(), "only a server of our own is stopped");
        int port = world.databasePort();
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            publish(NOON, observation(NOON, Map.of("PM10", 1.0)));
            world.awaitStored(ingest);
            awaitCounted();
            world.stopDatabase();
            try {
                publish(NOON, observation(NOON.plusSeconds(60), Map.of("PM10", 2.0)));
                await().until(() -> !ingest.isReading());
            } finally {
                world.startDatabase(port);
            }
            world.awaitStored(ingest);
            awaitCounted();
        }

        assertThat(world.query(HOURS)).containsExactly("2026-03-01 12:00:00+00|2|3|1|2");
    }

    /** Six series over three days, each row twice: whole or in halves, a part of it corrected. */
    private void publishMixture(Random random, Instant receivedAt) {
        record Sent(int sensor, Observation observation) {}
        var all = new ArrayList<Sent>();
        for (int sensor = 0; sensor < 6; sensor++) {
            for (int row = 0; row < SERIES_ROWS; row++) {
                if (random.nextInt(3) == 0) {
                    continue;
                }
                Instant time = MIDNIGHT.plus(Duration.ofMinutes(10L * row));
                double pm10 = 20 + 10 * Math.sin(row / 20.0) + (random.nextInt(10) == 0 ? 0.125 : 0);
                all.add(new Sent(sensor, observation(time, Map.of("PM10", pm10, "PM2_5", pm10 / 2))));
                all.add(new Sent(sensor, observation(time, Map.of("TEMP", row / 7.0, "NOISE", 40.0 + row % 5))));
            }
        }
        Collections.shuffle(all, random);
        var bySensor = all.stream().collect(Collectors.groupingBy(Sent::sensor));
        bySensor.forEach((sensor, sent) -> {
            for (int from = 0; from < sent.size(); from += 25) {
                List<Observation> observations = sent.subList(from, Math.min(sent.size(), from + 25)).stream()
                        .map(Sent::observation)
                        .toList();
                var suid = new Suid(new UUID(7, sensor));
                world.publishSoon(
                        suid,
                        sensor < 4
                                ? signed(new UUID(8, sensor), receivedAt, observations)
                                : rogue(receivedAt, observations));
            }
        });
        world.flush();
    }

    private void publish(Instant receivedAt, Observation... observations) throws Exception {
        world.publish(SUID, signed(REGISTRATION, receivedAt, List.of(observations)));
    }

    /** Runs a consumer until it has stored and counted everything. */
    private void land() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            world.awaitStored(ingest);
            awaitCounted();
        }
    }

    private void awaitCounted() {
        await().ignoreExceptionsMatching(e -> e instanceof SQLException)
                .until(() -> world.count("rollup_pending") + world.count("rollup_pending_set") == 0);
    }

    private Optional<Rollups.Pass> pass() throws Exception {
        try (var rollups = new Rollups(world.config(Map.of()).database())) {
            return rollups.pass(1_000);
        }
    }

    private void migrateTo(String version) {
        var database = world.config(Map.of()).database();
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:db/migration")
                .placeholderReplacement(false)
                .target(version)
                .load()
                .migrate();
    }

    private void assertCounted() throws SQLException {
        String readings = world.query("SELECT column_name FROM reading_type").stream()
                .map(column -> "SELECT sensor_id, '" + column + "' AS column_name, time, received_at, clock, " + column
                        + " AS value FROM observation WHERE " + column + " IS NOT NULL")
                .collect(Collectors.joining(" UNION ALL "));
        assertThat(world.count("(" + readings + ") AS readings")).isPositive();
        for (String bucket : List.of("hour", "day")) {
            assertThat(world.query("WITH told AS (SELECT sensor_id, column_name, date_trunc('" + bucket
                            + "', time, 'UTC') AS bucket, count(*), sum(value), min(value), max(value) FROM ("
                            + readings
                            + ") AS readings GROUP BY 1, 2, 3)"
                            + " SELECT * FROM told FULL JOIN rollup_" + bucket
                            + " AS kept USING (sensor_id, column_name, bucket)"
                            + " WHERE (told.count, told.min, told.max) IS DISTINCT FROM (kept.count, kept.min, kept.max)"
                            + " OR abs(told.sum - kept.sum) > 1e-9 * abs(told.sum)"))
                    .as("what differs by " + bucket)
                    .isEmpty();
        }
        String newest =
                "SELECT DISTINCT ON (sensor_id, column_name) sensor_id, column_name, time, received_at, clock, value"
                        + " FROM (" + readings + ") AS readings ORDER BY sensor_id, column_name, time DESC";
        String latest = "SELECT sensor_id, column_name, time, received_at, clock, value FROM latest";
        assertThat(world.query("(" + newest + ") EXCEPT (" + latest + ")")).isEmpty();
        assertThat(world.query("(" + latest + ") EXCEPT (" + newest + ")")).isEmpty();
    }

    /** As PostgreSQL writes it. */
    private static String number(double value) {
        String text = String.valueOf(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
