package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.airlog.ingest.LogAndDatabase.signed;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a door has let in and a database would choke on; with TimescaleDB too, see {@link LogAndDatabase}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRowsIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID REGISTRATION = new UUID(2, 2);
    private static final int INVENTED = 10_000;
    private static final String IN_EXTRA = "SELECT count(*) FROM observation, jsonb_object_keys(extra)";

    private final LogAndDatabase world;

    HostileRowsIT(@TempDir Path directory) throws Exception {
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
    void aThousandDaysInOneRecordTouchFiftyChunksATransaction() throws Exception {
        List<Observation> days = IntStream.range(0, 1_000)
                .mapToObj(day -> observation(NOON.minus(Duration.ofDays(day)), Map.of("PM10", (double) day)))
                .toList();

        world.publish(new Suid(new UUID(1, 1)), signed(REGISTRATION, NOON, days));
        land();

        assertThat(world.tally()).isEqualTo("1000|1000|0|0");
        assertThat(world.query("SELECT count(*), max(days) FROM (SELECT count(DISTINCT time::date) AS days"
                        + " FROM observation GROUP BY xmin::text) AS transactions"))
                .containsExactly("20|50");
    }

    @Test
    void tenThousandNamesThatRogueSensorsInventAreNoColumn() throws Exception {
        for (int sensor = 0; sensor < 200; sensor++) {
            world.publishSoon(
                    new Suid(new UUID(5, sensor)), rogue(NOON, List.of(observation(NOON, invented(sensor * 50, 50)))));
        }
        world.flush();
        land();

        assertThat(world.count("reading_type WHERE NOT standard")).isZero();
        assertThat(world.query(IN_EXTRA)).containsExactly(String.valueOf(INVENTED));
        assertThat(world.tally()).isEqualTo("200|200|0|0");
    }

    @Test
    void ofTenThousandNamesThatSignedSensorsInventTwoHundredAreColumnsAndNoneIsLost() throws Exception {
        for (int sensor = 0; sensor < INVENTED / 16; sensor++) {
            world.publishSoon(
                    new Suid(new UUID(6, sensor)),
                    signed(new UUID(6, sensor), NOON, List.of(observation(NOON, invented(sensor * 16, 16)))));
        }
        world.flush();
        land();

        List<String> columns = world.query("SELECT column_name FROM reading_type WHERE NOT standard");
        assertThat(columns).hasSize(200);
        long inColumns = 0;
        for (String column : columns) {
            inColumns += world.count("observation WHERE " + column + " IS NOT NULL");
        }
        long inExtra = Long.parseLong(world.query(IN_EXTRA).get(0));
        assertThat(inColumns + inExtra).isEqualTo(INVENTED);
    }

    /** The door lets none of these through; a record that says so all the same does not stop the line. */
    @Test
    void timesAtTheEndsOfTheCalendarAreStoredOrParked() throws Exception {
        var times = List.of(
                Instant.parse("-29719-04-05T22:13:20Z"),
                Instant.parse("0000-12-31T23:59:59.999999Z"),
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("9999-12-31T23:59:59.999999Z"),
                Instant.parse("+10000-01-01T00:00:00Z"),
                Instant.parse("+33658-09-27T01:46:40Z"));
        var observations = new ArrayList<Observation>();
        for (Instant time : times) {
            observations.add(new Observation(time, Clock.DEVICE, Map.of("PM10", 1.0), Map.of(), null));
        }
        world.publish(new Suid(new UUID(1, 1)), signed(REGISTRATION, NOON, observations));
        world.publish(
                new Suid(new UUID(1, 2)), signed(REGISTRATION, NOON, List.of(observation(NOON, Map.of("PM10", 2.0)))));
        land();

        assertThat(world.query("SELECT time FROM observation ORDER BY time"))
                .containsExactly(
                        "0001-01-01 00:00:00+00",
                        "1969-12-31 23:59:59.999999+00",
                        "2026-03-01 12:00:00+00",
                        "9999-12-31 23:59:59.999999+00");
        assertThat(world.tally()).isEqualTo("8|4|0|4");
        assertThat(world.parked()).isNotEmpty();
    }

    private static Map<String, Double> invented(int first, int count) {
        var readings = new HashMap<String, Double>();
        for (int i = first; i < first + count; i++) {
            readings.put("invented_" + i, (double) i);
        }
        return readings;
    }

    private void land() throws Exception {
        try (var ingest = world.startIngest()) {
            LogAndDatabase.awaitReading(ingest);
            world.awaitStored(ingest);
        }
    }
}
