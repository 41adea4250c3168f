package org.airlog.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.airlog.ingest.LogAndDatabase.SEAL;
import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.airlog.ingest.LogAndDatabase.signed;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Position;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.sealing.PositionSeal;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.Sealed;
import org.airlog.observation.sealing.SealingKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What sensors bring with them: their registry, and columns of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class SensorsIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Suid SUID = new Suid(new UUID(1, 1));
    private static final UUID NONE = ObservationRecord.UNSIGNED;
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);
    private static final String SENSORS =
            "SELECT registration, generation, trust, manufacturer, metadata, first_seen, registered_at, retired_at"
                    + " FROM sensor ORDER BY generation, registration";

    private final LogAndDatabase world;

    SensorsIT(@TempDir Path directory) throws Exception {
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
    void anObservationMakesAStubAndTheRegistryCompletesIt() throws Exception {
        world.publish(SUID, signed(FIRST, NOON, List.of(observation(NOON, Map.of("PM10", 1.0)))));
        land();
        assertThat(world.query(SENSORS)).containsExactly(FIRST + "|null|signed||{}|2026-03-01 12:00:00+00|null|null");
        var identity = world.query("SELECT id, public_id FROM sensor");

        world.register(registered(FIRST, NONE, 1, NOON.minusSeconds(60), "{\"color\": \"red\"}", null));
        land();

        assertThat(world.query(SENSORS))
                .containsExactly(FIRST + "|1|signed|Acme|{\"color\": \"red\"}"
                        + "|2026-03-01 11:59:00+00|2026-03-01 11:59:00+00|null");
        assertThat(world.query("SELECT id, public_id FROM sensor")).isEqualTo(identity);
        assertThat(world.query("SELECT public_id ~ '^[2-9a-z]{12}$' FROM sensor"))
                .containsExactly("t");
    }

    @Test
    void eachRegistrationRetiresTheOneBefore() throws Exception {
        world.register(SensorRecord.unsigned(SUID, Trust.ROGUE, NOON));
        world.register(registered(FIRST, NONE, 1, NOON.plusSeconds(10), "{}", null));
        world.register(registered(SECOND, FIRST, 2, NOON.plusSeconds(20), "{}", null));
        world.register(new SensorRecord(
                SUID, THIRD, SECOND, State.REVOKED, 3, Trust.SIGNED, "", "", "{}", null, null, NOON.plusSeconds(30)));
        land();

        assertThat(world.query("SELECT generation, registered_at, retired_at FROM sensor ORDER BY generation"))
                .containsExactly(
                        "0|null|2026-03-01 12:00:10+00",
                        "1|2026-03-01 12:00:10+00|2026-03-01 12:00:20+00",
                        "2|2026-03-01 12:00:20+00|2026-03-01 12:00:30+00");
    }

    @Test
    void whatOperatorsSayOfASuidStandsWhereItsHeadStands() throws Exception {
        String heads = "SELECT registration, revoked_at, released_at, provisioned_at, manufacturer FROM registry_head";
        world.register(provisioning(new UUID(5, 1), NONE));
        world.register(SensorRecord.unsigned(SUID, Trust.ROGUE, NOON));
        land();
        assertThat(world.query(heads)).containsExactly("null|null|null|2026-03-01 12:00:00+00|Acme");
        assertThat(world.query("SELECT retired_at FROM sensor WHERE registration IS NOT NULL"))
                .isEmpty();

        world.register(registered(FIRST, NONE, 1, NOON.plusSeconds(10), "{}", null));
        world.register(marker(new UUID(5, 2), FIRST, State.USED));
        world.register(marker(new UUID(5, 3), FIRST, State.RELEASED));
        land();
        assertThat(world.query(heads))
                .containsExactly(FIRST + "|null|2026-03-01 12:00:00+00|2026-03-01 12:00:00+00|Acme");
        assertThat(world.query("SELECT retired_at FROM sensor WHERE registration IS NOT NULL"))
                .containsExactly("null");

        world.register(registered(SECOND, FIRST, 2, NOON.plusSeconds(20), "{}", null));
        land();
        assertThat(world.query(heads)).containsExactly(SECOND + "|null|null|2026-03-01 12:00:00+00|Acme");

        world.register(marker(THIRD, SECOND, State.REVOKED));
        world.register(marker(new UUID(5, 4), THIRD, State.RELEASED));
        land();
        assertThat(world.query(heads))
                .containsExactly(THIRD + "|2026-03-01 12:00:00+00|2026-03-01 12:00:00+00|null|Acme");
    }

    @Test
    void aRotatedRegistrationKeepsWhatTheSensorToldBefore() throws Exception {
        world.register(registered(FIRST, NONE, 1, NOON, "{\"color\": \"red\"}", new Position(51.5, -0.1, 35.0)));
        world.register(rotated(SECOND, FIRST, 2));
        world.register(rotated(THIRD, SECOND, 3));
        land();

        assertThat(world.query("SELECT generation, manufacturer, metadata, latitude, retired_at"
                        + " FROM sensor JOIN sensor_location ON sensor_id = id ORDER BY generation"))
                .containsExactly(
                        "1|Acme|{\"color\": \"red\"}|51.5|2026-03-01 12:00:00+00",
                        "2|Acme|{\"color\": \"red\"}|51.5|2026-03-01 12:00:00+00",
                        "3|Acme|{\"color\": \"red\"}|51.5|null");
        assertThat(world.query("SELECT generation, latitude, longitude FROM sensor JOIN sensor_place ON sensor_id = id"
                        + " ORDER BY generation"))
                .containsExactly("1|51.5|-0.1", "2|51.5|-0.1", "3|51.5|-0.1");
    }

    @Test
    void aVoidStepLeavesNoTrace() throws Exception {
        world.register(registered(FIRST, NONE, 1, NOON, "{}", null));
        land();
        world.register(registered(SECOND, NONE, 1, NOON.plusSeconds(1), "{}", null));
        world.register(registered(THIRD, SECOND, 2, NOON.plusSeconds(2), "{}", null));
        land();

        assertThat(world.query("SELECT registration, retired_at FROM sensor")).containsExactly(FIRST + "|null");
        assertThat(world.query("SELECT registration FROM registry_head")).containsExactly(FIRST.toString());
    }

    @Test
    void aRegistryMadeAnewBeginsAnewAndEndsTheLifeThatWasCurrentInTheOldOne() throws Exception {
        world.register(registered(FIRST, NONE, 1, NOON, "{}", null));
        land();
        world.renewTopics();
        world.register(registered(SECOND, NONE, 1, NOON.plusSeconds(10), "{}", null));
        land();
        world.register(registered(THIRD, SECOND, 2, NOON.plusSeconds(20), "{}", null));
        land();

        assertThat(world.query("SELECT registration, retired_at FROM sensor ORDER BY registration"))
                .containsExactly(
                        FIRST + "|2026-03-01 12:00:10+00", SECOND + "|2026-03-01 12:00:20+00", THIRD + "|null");
    }

    @Test
    void aRegistryMadeAnewWithTheSameStepsChangesNoLife() throws Exception {
        var steps = List.of(
                registered(FIRST, NONE, 1, NOON, "{}", null),
                registered(SECOND, FIRST, 2, NOON.plusSeconds(10), "{}", null));
        for (SensorRecord step : steps) {
            world.register(step);
        }
        land();
        var before = world.query(SENSORS);
        world.renewTopics();
        for (SensorRecord step : steps) {
            world.register(step);
        }
        land();

        assertThat(world.query("SELECT count(DISTINCT topic_id) FROM registry_head"))
                .containsExactly("2");
        assertThat(world.query(SENSORS)).isEqualTo(before);
    }

    @Test
    void anUnsignedObservationThatComesLateBelongsToALifeThatHasEnded() throws Exception {
        world.register(registered(FIRST, NONE, 1, NOON, "{}", null));
        land();
        world.publish(SUID, rogue(NOON.minusSeconds(5), List.of(observation(NOON, Map.of("PM10", 1.0)))));
        land();

        assertThat(world.query("SELECT generation, retired_at FROM sensor ORDER BY generation"))
                .containsExactly("0|2026-03-01 12:00:00+00", "1|null");
    }

    @Test
    void aLocationIsOpenedAndKeptApart() throws Exception {
        world.register(registered(FIRST, NONE, 1, NOON, "{}", new Position(51.5, -0.15, 35.0)));
        land();

        assertThat(world.query("SELECT latitude, longitude, elevation FROM sensor_location"))
                .containsExactly("51.5|-0.15|35");
    }

    @Test
    void anybodyMaySeeARoundedPlaceWhichFollowsTheLocation() throws Exception {
        world.register(registered(FIRST, NONE, 1, NOON, "{}", new Position(51.50135, -0.14189, 35.0)));
        land();
        assertThat(world.query("SELECT latitude, longitude FROM sensor_place")).containsExactly("51.5|-0.14");

        world.register(registered(SECOND, FIRST, 2, NOON, "{}", new Position(-33.85678, 151.21529, null)));
        land();

        assertThat(world.query("SELECT generation, latitude, longitude FROM sensor JOIN sensor_place ON sensor_id = id"
                        + " ORDER BY generation"))
                .containsExactly("1|51.5|-0.14", "2|-33.86|151.22");
    }

    @Test
    void aStepWhoseTextsAreRefusedCountsAllTheSameAndIsParked() throws Exception {
        world.register(registered(FIRST, NONE, 1, NOON, "{\"note\": \"\\u0000\"}", null));
        world.register(registered(SECOND, FIRST, 2, NOON.plusSeconds(1), "{}", null));
        land();

        assertThat(world.query("SELECT generation, manufacturer, metadata, retired_at FROM sensor ORDER BY generation"))
                .containsExactly("1||{}|2026-03-01 12:00:01+00", "2|Acme|{}|null");
        assertThat(world.parked()).singleElement().satisfies(parked -> {
            assertThat(new String(parked.headers().lastHeader("airlog-topic").value(), UTF_8))
                    .isEqualTo(SensorRecord.TOPIC);
            assertThat(new String(parked.headers().lastHeader("airlog-reason").value(), UTF_8))
                    .isEqualTo("unstorable");
        });
        assertThat(world.tally()).isEqualTo("0|0|0|0");
    }

    @Test
    void aSignedSensorsNewReadingGetsAColumnOfTheTableAndOfTheView() throws Exception {
        world.publish(SUID, signed(FIRST, NOON, List.of(observation(NOON, Map.of("PM10", 1.0, "TVOC-Index", 7.5)))));
        world.publish(SUID, signed(FIRST, NOON, List.of(observation(NOON.plusSeconds(1), Map.of("nh3", 2.0)))));
        land();

        assertThat(world.query("SELECT pm10, tvoc_index, nh3, extra FROM observations ORDER BY time"))
                .containsExactly("1|7.5|null|null", "null|null|2|null");
        assertThat(world.query("SELECT name, column_name, suid, signed FROM reading_type WHERE NOT standard"
                        + " ORDER BY name"))
                .containsExactly("TVOC-Index|tvoc_index|" + SUID + "|t", "nh3|nh3|" + SUID + "|t");
    }

    @Test
    void whatARogueSensorInventsGoesToExtra() throws Exception {
        world.publish(SUID, rogue(NOON, List.of(observation(NOON, Map.of("PM10", 1.0, "junk", 7.5)))));
        land();

        assertThat(world.query("SELECT pm10, extra FROM observations")).containsExactly("1|{\"junk\": 7.5}");
        assertThat(world.count("reading_type")).isEqualTo(10);
    }

    @Test
    void namesPastTheCapOfASensorGoToExtra() throws Exception {
        var readings = new HashMap<String, Double>();
        for (int i = 10; i < 30; i++) {
            readings.put("r" + i, (double) i);
        }
        world.publish(SUID, signed(FIRST, NOON, List.of(observation(NOON, readings))));
        land();

        assertThat(world.count("reading_type WHERE NOT standard")).isEqualTo(16);
        assertThat(world.query("SELECT count(*) FROM observation, jsonb_object_keys(extra)"))
                .containsExactly("4");
    }

    @Test
    void severalConsumersMayWantTheSameColumnAtOnce() throws Exception {
        try (var one = world.startIngest();
                var other = world.startIngest()) {
            LogAndDatabase.awaitReading(one, other);
            for (int sensor = 0; sensor < 30; sensor++) {
                world.publishSoon(
                        new Suid(new UUID(5, sensor)),
                        new ObservationRecord(
                                NONE,
                                Trust.LEGACY,
                                Source.UPLOAD,
                                NOON,
                                List.of(observation(NOON, Map.of("co2", 400.0, "radon", 1.0)))));
            }
            world.flush();
            world.awaitStored(one, other);
        }

        assertThat(world.query("SELECT count(co2), count(radon), count(extra) FROM observations"))
                .containsExactly("30|30|0");
        assertThat(world.tally()).isEqualTo("30|30|0|0");
    }

    @Test
    void aReaderInTheWayCostsAColumnAndNotTheReading() throws Exception {
        land();
        try (var reader = world.connect();
                var statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM observations").close();

            world.publish(SUID, signed(FIRST, NOON, List.of(observation(NOON, Map.of("voc", 7.5)))));
            land();

            assertThat(world.query("SELECT extra FROM observations")).containsExactly("{\"voc\": 7.5}");
        }

        world.publish(SUID, signed(FIRST, NOON, List.of(observation(NOON, Map.of("voc", 7.5)))));
        world.publish(SUID, signed(FIRST, NOON, List.of(observation(NOON.plusSeconds(1), Map.of("voc", 8.0)))));
        land();

        assertThat(world.query("SELECT voc, extra FROM observations ORDER BY time"))
                .containsExactly("null|{\"voc\": 7.5}", "8|null");
        assertThat(world.tally()).isEqualTo("3|2|1|0");
    }

    @Test
    void aViewThatSomebodyHasChangedCostsAColumnAndNotTheReading() throws Exception {
        land();
        world.execute("CREATE OR REPLACE VIEW observations AS"
                + " SELECT s.suid, s.generation, s.trust, o.time, o.received_at, o.clock, o.extra,"
                + " o.co, o.pb, o.no2, o.o3, o.pm10, o.pm2_5, o.so2, o.temp, o.hum, o.pres, o.pm10 / 10 AS mine"
                + " FROM observation o JOIN sensor s ON s.id = o.sensor_id");
        world.publish(SUID, signed(FIRST, NOON, List.of(observation(NOON, Map.of("voc", 7.5)))));
        land();

        assertThat(world.query("SELECT extra FROM observations")).containsExactly("{\"voc\": 7.5}");

        world.execute("DROP VIEW observations");
        world.publish(SUID, signed(FIRST, NOON, List.of(observation(NOON.plusSeconds(1), Map.of("voc", 8.0)))));
        land();

        assertThat(world.query("SELECT voc, extra FROM observations ORDER BY time"))
                .containsExactly("null|{\"voc\": 7.5}", "8|null");
    }

    @Test
    void aNewSecretIsNoNewLifeAndEndsARelease() throws Exception {
        world.register(registered(FIRST, NONE, 1, NOON, "{}", null));
        world.register(marker(new UUID(5, 1), FIRST, State.RELEASED));
        world.register(secretStep(SECOND, FIRST, State.REKEYED, 1, ""));
        world.register(marker(new UUID(5, 2), FIRST, State.USED));
        land();

        assertThat(world.query(SENSORS))
                .containsExactly(FIRST + "|1|signed|Acme|{}|2026-03-01 12:00:00+00|2026-03-01 12:00:00+00|null");
        assertThat(world.query("SELECT registration, released_at FROM registry_head"))
                .containsExactly(FIRST + "|null");

        world.register(marker(THIRD, FIRST, State.REVOKED));
        land();
        assertThat(world.query("SELECT retired_at FROM sensor")).containsExactly("2026-03-01 12:00:00+00");
    }

    /** The key that a location was sealed with is gone; the broker has sealed it anew, further on in the registry. */
    @Test
    void aDatabaseThatBeginsAfterAKeyWasRetiredGetsEveryLocation() throws Exception {
        SensorRecord step = registered(FIRST, NONE, 1, NOON, "{}", new Position(51.5, -0.1, 35.0));
        SealingKey next = SealingKey.parse("next:" + "22".repeat(32));
        byte[] key = SensorRecord.key(SUID, SensorRecord.resealedId(SUID, FIRST));
        Sealed anew = new PositionSeal(new Seal(List.of(next))).seal(new Position(51.5, -0.1, 35.0), key);
        world.register(step);
        world.register(registered(SECOND, FIRST, 2, NOON, "{}", null));
        world.register(SensorRecord.resealed(step, null, anew, NOON));

        try (var ingest = world.startIngest(Map.of("airlog.sealing.keys", "next:" + "22".repeat(32)))) {
            world.awaitStored(ingest);
        }

        assertThat(world.query("SELECT generation, latitude FROM sensor LEFT JOIN sensor_location ON sensor_id = id"
                        + " ORDER BY generation"))
                .containsExactly("1|51.5", "2|null");
    }

    /** Runs a consumer until it has stored everything. */
    private void land() throws Exception {
        try (var ingest = world.startIngest()) {
            LogAndDatabase.awaitReading(ingest);
            world.awaitStored(ingest);
        }
    }

    private static SensorRecord registered(
            UUID registration,
            UUID replaces,
            int generation,
            Instant writtenAt,
            String metadata,
            @Nullable Position location) {
        @Nullable
        Sealed sealed =
                location == null ? null : new PositionSeal(SEAL).seal(location, SensorRecord.key(SUID, registration));
        return new SensorRecord(
                SUID,
                registration,
                replaces,
                State.REGISTERED,
                generation,
                Trust.SIGNED,
                "Acme",
                "One",
                metadata,
                Sealed.of(new byte[] {1}),
                sealed,
                writtenAt);
    }

    private static SensorRecord marker(UUID id, UUID current, State state) {
        return SensorRecord.plain(SUID, id, current, state, 1, Trust.SIGNED, NOON);
    }

    private static SensorRecord provisioning(UUID id, UUID current) {
        return secretStep(id, current, State.PROVISIONED, 0, "Acme");
    }

    private static SensorRecord rotated(UUID id, UUID replaces, int generation) {
        return secretStep(id, replaces, State.ROTATED, generation, "");
    }

    private static SensorRecord secretStep(UUID id, UUID replaces, State state, int generation, String manufacturer) {
        Sealed sealed = SEAL.seal("sealed".getBytes(UTF_8), SensorRecord.key(SUID, id));
        return new SensorRecord(
                SUID, id, replaces, state, generation, Trust.CERTIFIED, manufacturer, "", "{}", sealed, null, NOON);
    }
}
