package org.airlog.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.airlog.ingest.LogAndDatabase.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.ReadingTypes;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LandingIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Suid SUID = new Suid(new UUID(1, 1));
    private static final UUID REGISTRATION = new UUID(2, 2);

    private final LogAndDatabase world;

    LandingIT(@TempDir Path directory) throws Exception {
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
    void everyObservationOfEveryPartitionIsARow() throws Exception {
        for (int i = 0; i < 20; i++) {
            world.publish(
                    new Suid(new UUID(7, i)),
                    rogue(NOON, List.of(observation(NOON.minusSeconds(60), Map.of("PM10", 1.5, "TEMP", -3.0)))));
        }

        land();

        assertThat(world.query(
                        "SELECT generation, trust, time, received_at, clock, extra, pm10, temp, hum FROM observations"))
                .hasSize(20)
                .containsOnly("0|rogue|2026-03-01 11:59:00+00|2026-03-01 12:00:00+00|0|null|1.5|-3|null");
        assertThat(world.tally()).isEqualTo("20|20|0|0");
        assertThat(world.query("SELECT count(*) FROM ingest_offset WHERE inserted > 0"))
                .containsExactly("3");
    }

    @Test
    void aResendIsNotWrittenAgain() throws Exception {
        var observations = List.of(
                new Observation(
                        NOON, Clock.DEVICE, Map.of("PM10", 0.1, "voc?", 1e300), Map.of("note", "a\"b\\c"), null),
                observation(NOON.plusSeconds(60), Map.of("TEMP", -0.0)));
        world.publish(SUID, rogue(NOON, observations));
        land();
        var before = world.query("SELECT xmin, * FROM observation ORDER BY time");

        world.publish(SUID, rogue(NOON.plusSeconds(90), observations));
        land();

        assertThat(world.query("SELECT xmin, * FROM observation ORDER BY time")).isEqualTo(before);
        assertThat(world.tally()).isEqualTo("4|2|2|0");
        assertThat(world.parked()).isEmpty();
    }

    @Test
    void whatIsMissingIsFilledAndANewerSignedValueReplaces() throws Exception {
        world.publish(SUID, signed(REGISTRATION, NOON, List.of(observation(NOON, Map.of("PM10", 1.0, "TEMP", 5.0)))));
        land();

        world.publish(
                SUID,
                signed(
                        REGISTRATION,
                        NOON.plusSeconds(1),
                        List.of(
                                observation(NOON, Map.of("PM10", 2.0, "HUM", 60.0)),
                                observation(NOON.plusSeconds(60), Map.of("PM10", 3.0)))));
        land();

        assertThat(world.query("SELECT trust, time, received_at, pm10, temp, hum FROM observations ORDER BY time"))
                .containsExactly(
                        "signed|2026-03-01 12:00:00+00|2026-03-01 12:00:01+00|2|5|60",
                        "signed|2026-03-01 12:01:00+00|2026-03-01 12:00:01+00|3|null|null");
        assertThat(world.tally()).isEqualTo("3|2|1|0");
    }

    @Test
    void anUnsignedConflictIsParkedAndTheStoredRowStays() throws Exception {
        world.publish(SUID, rogue(NOON, List.of(observation(NOON, Map.of("PM10", 1.0)))));
        land();
        var rival = observation(NOON, Map.of("PM10", 2.0));

        world.publish(
                SUID,
                rogue(NOON.plusSeconds(1), List.of(rival, observation(NOON.plusSeconds(60), Map.of("PM10", 3.0)))));
        land();

        assertThat(world.query("SELECT pm10 FROM observations ORDER BY time")).containsExactly("1", "3");
        assertThat(world.tally()).isEqualTo("3|2|0|1");
        assertThat(world.parked()).singleElement().satisfies(parked -> {
            assertThat(header(parked, "airlog-reason")).isEqualTo("conflict");
            assertThat(header(parked, "airlog-topic")).isEqualTo(ObservationRecord.TOPIC);
            assertThat(header(parked, "airlog-offset")).isEqualTo("1");
            assertThat(Suid.ofBytes(parked.key())).isEqualTo(SUID);
            assertThat(new ObservationRecordCodec(LogAndDatabase.SEAL)
                            .decode(SUID, parked.value())
                            .observations())
                    .containsExactly(rival);
        });
    }

    @Test
    void whatCannotBeReadIsParkedAndTheLineGoesOn() throws Exception {
        byte[] garbage = "garbage".getBytes(UTF_8);
        world.publish(SUID.toBytes(), garbage, 3);
        world.publish(SUID, rogue(NOON, List.of(observation(NOON, Map.of("PM10", 1.0)))));

        land();

        assertThat(world.count("observation")).isEqualTo(1);
        assertThat(world.tally()).isEqualTo("4|1|0|3");
        assertThat(world.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.value()).isEqualTo(garbage);
            assertThat(header(parked, "airlog-reason")).isEqualTo("undecodable");
            assertThat(header(parked, "airlog-offset")).isEqualTo("0");
        });
    }

    @Test
    void theOneRowThatPostgresqlRefusesIsParked() throws Exception {
        land();
        world.execute("ALTER TABLE observation ADD CHECK (pm10 < 1000)");
        var observations = IntStream.range(0, 100)
                .mapToObj(i -> observation(NOON.plusSeconds(i), Map.of("PM10", i == 41 ? 9999.0 : 1.0)))
                .toList();

        world.publish(SUID, rogue(NOON, observations));
        land();

        assertThat(world.count("observation")).isEqualTo(99);
        assertThat(world.tally()).isEqualTo("100|99|0|1");
        assertThat(world.parked()).singleElement().satisfies(parked -> {
            assertThat(header(parked, "airlog-reason")).isEqualTo("unstorable");
            assertThat(header(parked, "airlog-detail")).contains("23514");
            assertThat(new ObservationRecordCodec(LogAndDatabase.SEAL)
                            .decode(SUID, parked.value())
                            .observations())
                    .containsExactly(observations.get(41));
        });
    }

    @Test
    void aYearInOneRecordLandsInSeveralTransactions() throws Exception {
        var year = IntStream.range(0, 8_760)
                .filter(hour -> hour % 4 == 0)
                .mapToObj(hour -> observation(NOON.minus(Duration.ofHours(hour)), Map.of("PM10", (double) hour)))
                .toList();

        world.publish(SUID, signed(REGISTRATION, NOON, year));
        land();

        assertThat(world.query("SELECT count(*), count(DISTINCT xmin::text), sum(pm10) FROM observation"))
                .containsExactly("2190|8|9587820");
        assertThat(world.tally()).isEqualTo("2190|2190|0|0");
    }

    @Test
    void timesKeepTheirMicrosecondsAndTextItsCharacters() throws Exception {
        var observation = new Observation(
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Clock.SERVER_FOR_IMPLAUSIBLE,
                Map.of("PM10", 0.1 + 0.2),
                Map.of("note", "µ \"quoted\" \\ 😀\n", "device_time", "43"),
                null);

        world.publish(SUID, rogue(NOON, List.of(observation)));
        land();

        assertThat(world.query("SELECT time, clock, pm10, extra ->> 'note', extra ->> 'device_time' FROM observations"))
                .containsExactly("1969-12-31 23:59:59.999999+00|2|0.30000000000000004|µ \"quoted\" \\ 😀\n|43");
    }

    @Test
    void positionsAreKeptApartAndReadableByTheirRoleOnly() throws Exception {
        var observation =
                new Observation(NOON, Clock.DEVICE, Map.of("PM10", 1.0), Map.of(), new Position(51.5, -0.15, 35.0));
        world.publish(SUID, rogue(NOON, List.of(observation)));
        land();

        assertThat(world.query("SELECT latitude, longitude, elevation FROM observation_location"))
                .containsExactly("51.5|-0.15|35");
        world.execute("DROP ROLE IF EXISTS reader");
        world.execute("CREATE ROLE reader");
        world.execute("GRANT SELECT ON observations TO reader");
        assertThat(world.query("SELECT has_table_privilege('reader', 'observation_location', 'SELECT'),"
                        + " has_table_privilege('airlog_location', 'observation_location', 'SELECT'),"
                        + " has_table_privilege('airlog_location', 'sensor_location', 'SELECT')"))
                .containsExactly("f|t|t");
        assertThatThrownBy(() -> {
                    try (var connection = world.connect();
                            var statement = connection.createStatement()) {
                        statement.execute("SET ROLE reader");
                        statement.execute("SELECT * FROM observation_location");
                    }
                })
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
    }

    @Test
    void theDatabaseDescribesTheCatalogueOfReadingTypes() throws Exception {
        land();

        assertThat(
                        world.query(
                                """
                        SELECT r.name, r.column_name, r.unit, r.description
                        FROM reading_type r
                        JOIN information_schema.columns c
                          ON c.table_name = 'observations' AND c.column_name = r.column_name
                        WHERE standard ORDER BY c.ordinal_position
                        """))
                .containsExactlyElementsOf(ReadingTypes.STANDARD.stream()
                        .map(type -> String.join("|", type.name(), type.column(), type.unit(), type.description()))
                        .toList());
    }

    /** Runs a consumer until it has stored everything. */
    private void land() throws Exception {
        try (var ingest = world.startIngest()) {
            LogAndDatabase.awaitReading(ingest);
            world.awaitStored(ingest);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
