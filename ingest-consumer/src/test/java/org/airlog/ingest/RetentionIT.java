package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.awaitReading;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.signed;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.airlog.ingest.timescale.Retention;
import org.airlog.ingest.timescale.Rollups;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Old rows go, whole days of them, and nothing else does; with TimescaleDB too, see {@link LogAndDatabase}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class RetentionIT {

    private static final Instant MIDNIGHT = Instant.parse("2026-03-11T00:00:00Z");
    private static final Instant NOW = MIDNIGHT.plus(Duration.ofHours(12));
    private static final Duration THREE_DAYS = Duration.ofDays(3);
    private static final Suid SUID = new Suid(new UUID(1, 1));
    private static final UUID REGISTRATION = new UUID(2, 2);
    private static final String ROLLUPS = "SELECT * FROM rollup_hour ORDER BY bucket, column_name";

    private final LogAndDatabase world;

    RetentionIT(@TempDir Path directory) throws Exception {
        world = new LogAndDatabase(directory);
    }

    /** Ten days with 24 rows each, all with positions, the last of them today. */
    @BeforeEach
    void landTenDays() throws Exception {
        world.renew();
        for (int day = 0; day < 10; day++) {
            var observations = new ArrayList<Observation>();
            for (int hour = 0; hour < 24; hour++) {
                Instant time = MIDNIGHT.minus(Duration.ofDays(day)).plus(Duration.ofHours(hour));
                observations.add(new Observation(
                        time, Clock.DEVICE, Map.of("PM10", 1.0 * hour), Map.of(), new Position(51.5, -0.15, null)));
            }
            world.publish(SUID, signed(REGISTRATION, NOW, observations));
        }
        land();
        count();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void whatIsOlderGoesByWholeDaysAndWhatWasCountedStays() throws Exception {
        var counted = world.query(ROLLUPS);

        var round = round(NOW, THREE_DAYS).orElseThrow();

        assertThat(round)
                .isEqualTo(new Retention.Round(6 * 24, 6 * 24, Optional.of(MIDNIGHT.minus(Duration.ofDays(3))), false));
        assertThat(world.query("SELECT min(time AT TIME ZONE 'UTC'), count(*) FROM observation"))
                .containsExactly("2026-03-08 00:00:00|96");
        assertThat(world.query("SELECT min(time AT TIME ZONE 'UTC'), count(*) FROM observation_location"))
                .containsExactly("2026-03-08 00:00:00|96");
        assertThat(counted).hasSize(240);
        assertThat(world.query(ROLLUPS)).isEqualTo(counted);
        assertAccount();
        assertThat(round(NOW, THREE_DAYS).orElseThrow().observations()).isZero();
    }

    /** It is stored, as it was acknowledged, but the rest of its hour is gone: to count it anew would spoil what was counted. */
    @Test
    void whatComesLateForADayThatIsGoneIsStoredUntilTheNextRoundAndCountedNowhere() throws Exception {
        round(NOW, THREE_DAYS);
        var counted = world.query(ROLLUPS);
        Instant late = MIDNIGHT.minus(Duration.ofDays(8)).plusSeconds(1);
        world.publish(SUID, signed(REGISTRATION, NOW, List.of(observation(late, Map.of("PM10", 99.0)))));
        land();
        count();

        assertThat(world.count("observation WHERE pm10 = 99")).isEqualTo(1);
        assertThat(world.query(ROLLUPS)).isEqualTo(counted);
        assertThat(world.count("rollup_pending_set")).isZero();
        assertThat(round(NOW, THREE_DAYS).orElseThrow().observations()).isEqualTo(1);
        assertThat(world.query(ROLLUPS)).isEqualTo(counted);
        assertAccount();
    }

    @Test
    void whatHasNotBeenCountedYetStaysUntilItHas() throws Exception {
        world.execute("INSERT INTO rollup_pending SELECT sensor_id, '2026-03-02 05:00Z' FROM observation LIMIT 1");

        assertThat(round(NOW, THREE_DAYS).orElseThrow()).isEqualTo(new Retention.Round(0, 0, Optional.empty(), true));
        assertThat(world.count("observation")).isEqualTo(240);

        count();
        assertThat(round(NOW, THREE_DAYS).orElseThrow().observations()).isEqualTo(6 * 24);
    }

    @Test
    void whatTheSinkHasMarkedAndNobodyCountedStaysToo() throws Exception {
        world.execute("INSERT INTO rollup_pending_set (hour, sensor_ids)"
                + " SELECT '2026-03-02 05:00Z', ARRAY[sensor_id] FROM observation LIMIT 1");

        assertThat(round(NOW, THREE_DAYS).orElseThrow()).isEqualTo(new Retention.Round(0, 0, Optional.empty(), true));
    }

    @Test
    void aClockThatIsFarAheadDeletesNothingThatIsYoungerThanTheNewestReading() throws Exception {
        assertThat(round(NOW.plus(Duration.ofDays(36_500)), THREE_DAYS)
                        .orElseThrow()
                        .before())
                .contains(MIDNIGHT.minus(Duration.ofDays(3)));
        assertThat(world.count("observation")).isEqualTo(96);
    }

    @Test
    void aClockThatIsBehindDeletesLess() throws Exception {
        assertThat(round(NOW.minus(Duration.ofDays(2)), THREE_DAYS)
                        .orElseThrow()
                        .observations())
                .isEqualTo(4 * 24);
    }

    @Test
    void twoConsumersDoNotDeleteAtOnce() throws Exception {
        var asked = new ArrayList<Optional<Retention.Round>>();
        try (var one = new Retention(world.config(Map.of()).database(), THREE_DAYS);
                var other = new Retention(world.config(Map.of()).database(), THREE_DAYS)) {
            one.round(NOW, () -> {
                try {
                    asked.add(other.round(NOW, () -> false));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return true;
            });

            assertThat(asked).isNotEmpty().allMatch(Optional::isEmpty);
            assertThat(world.count("observation"))
                    .as("stopped before the first batch")
                    .isEqualTo(240);
            assertThat(other.round(NOW, () -> false).orElseThrow().observations())
                    .isEqualTo(6 * 24);
        }
    }

    @Test
    void aConsumerThatIsToldToDeletesByItself() throws Exception {
        try (var ingest = world.startIngest(Map.of("airlog.database.retention", "3d"))) {
            awaitReading(ingest);
            assertThat(LogAndDatabase.metrics(ingest)).contains("airlog_ingest_retention_rows_total");
        }
    }

    private Optional<Retention.Round> round(Instant now, Duration age) throws Exception {
        try (var retention = new Retention(world.config(Map.of()).database(), age)) {
            return retention.round(now, () -> false);
        }
    }

    private void assertAccount() throws Exception {
        assertThat(world.query("SELECT (SELECT sum(inserted) FROM ingest_offset)"
                        + " - (SELECT count(*) FROM observation) - (SELECT observations FROM retention)"))
                .containsExactly("0");
    }

    private void land() throws Exception {
        try (var ingest = world.startIngest()) {
            awaitReading(ingest);
            world.awaitStored(ingest);
        }
    }

    private void count() throws Exception {
        try (var rollups = new Rollups(world.config(Map.of()).database())) {
            while (rollups.pass(1_000).orElseThrow().leavesSome()) {}
        }
    }
}
