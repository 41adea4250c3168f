package org.airlog.ingest.opensensemap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Source;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlanTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final SensorSpec CO2 = new SensorSpec("co2", "scd30", "ppm");

    @Test
    void measurementsOfOneBoxGoTogetherInTheOrderOfTheLog() {
        Plan plan = plan(
                observation(0, "roof", Map.of("scd30_co2_ppm", 1.0)),
                observation(1, "cellar", Map.of("scd30_co2_ppm", 2.0)),
                observation(2, "roof", Map.of("scd30_co2_ppm", 3.0)));

        assertThat(plan.requests())
                .containsExactly(
                        new Plan.Request("roof", List.of(measurement(0, "1"), measurement(2, "3"))),
                        new Plan.Request("cellar", List.of(measurement(1, "2"))));
        assertThat(plan.size()).isEqualTo(3);
    }

    @Test
    void aRequestHoldsAtMost2500Measurements() {
        var observations = new ArrayList<Observation>();
        for (int i = 0; i < 10_000; i++) {
            observations.add(observation(i, "roof", Map.of("scd30_co2_ppm", (double) i)));
        }

        Plan plan = plan(observations.toArray(Observation[]::new));

        assertThat(plan.requests())
                .extracting(request -> request.measurements().size())
                .containsExactly(2500, 2500, 2500, 2500);
        assertThat(plan.requests().stream()
                        .flatMap(request -> request.measurements().stream())
                        .map(Measurement::time))
                .isSorted();
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, mode = EnumSource.Mode.EXCLUDE, names = "UPLOAD")
    void onlyUploadsAreForwarded(Source source) {
        var record = new ObservationRecord(
                ObservationRecord.UNSIGNED,
                Trust.LEGACY,
                source,
                NOON,
                List.of(observation(0, "roof", Map.of("scd30_co2_ppm", 1.0))));

        assertThat(Plan.of(List.of(record)).size()).isZero();
    }

    @Test
    void theBoxMayBeANumberAndIsNotAMeasurement() {
        Plan whole = plan(observation(0, null, Map.of("box", 3.0, "scd30_co2_ppm", 1.0)));
        Plan fraction = plan(observation(0, null, Map.of("box", 3.5, "scd30_co2_ppm", 1.0)));

        assertThat(whole.requests()).containsExactly(new Plan.Request("3", List.of(measurement(0, "1"))));
        assertThat(fraction.requests()).containsExactly(new Plan.Request("3.5", List.of(measurement(0, "1"))));
    }

    @Test
    void textAndColumnsOfAnotherFormAreLeftOut() {
        var observation = new Observation(
                NOON, Clock.DEVICE, Map.of("co2", 400.0, "PM2_5", 3.0), Map.of("scd30_co2_ppm", "broken"), null);

        assertThat(plan(observation).size()).isZero();
    }

    @Test
    void aMeasurementKnowsItsTimeAndPositionWhateverTheClock() {
        var here = new Position(48.5, 9.05, 340.0);
        var observation = new Observation(NOON, Clock.SERVER_FOR_ABSENT, Map.of("scd30_co2_ppm", 1.0), Map.of(), here);

        assertThat(plan(observation).requests())
                .containsExactly(new Plan.Request("", List.of(new Measurement(CO2, "1", NOON, here))));
    }

    @ParameterizedTest
    @CsvSource({
        "21.23456, 21.235",
        "0.0005, 0.001",
        "0.0625, 0.062",
        "0.1875, 0.188",
        "-0.0001, 0",
        "1200, 1200",
        "1e21, 1000000000000000000000",
        "100, 100"
    })
    void valuesAreRoundedToThreeDecimals(double value, String text) {
        assertThat(Measurement.text(value)).isEqualTo(text);
    }

    @Test
    void theSameRecordsMakeTheSamePlan() {
        var record = record(
                observation(0, "roof", Map.of("scd30_co2_ppm", 1.0)),
                observation(1, null, Map.of("scd30_co2_ppm", 2.0, "sht31_humidity_percent", 40.0)));

        assertThat(Plan.of(List.of(record, record)).requests())
                .isEqualTo(Plan.of(List.of(record, record)).requests());
    }

    static Plan plan(Observation... observations) {
        return Plan.of(List.of(record(observations)));
    }

    private static ObservationRecord record(Observation... observations) {
        return new ObservationRecord(
                ObservationRecord.UNSIGNED, Trust.LEGACY, Source.UPLOAD, NOON, List.of(observations));
    }

    static Observation observation(
            int second, @org.jspecify.annotations.Nullable String box, Map<String, Double> readings) {
        return new Observation(
                NOON.plusSeconds(second),
                Clock.DEVICE,
                new LinkedHashMap<>(readings),
                box == null ? Map.of() : Map.of("box", box),
                null);
    }

    static Measurement measurement(int second, String value) {
        return new Measurement(CO2, value, NOON.plusSeconds(second), null);
    }
}
