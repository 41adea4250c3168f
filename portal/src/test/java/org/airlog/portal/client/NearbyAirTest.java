package org.airlog.portal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.airlog.portal.quality.Limits;
import org.airlog.portal.quality.Pollutant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearbyAirTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Position HERE = new Position(48, 9);
    /** 1.1 km away. */
    private static final Position NEAR = new Position(48.01, 9);

    private static final Position NEARER = new Position(48.001, 9);
    /** 11 km away. */
    private static final Position FAR = new Position(48.1, 9);

    @ParameterizedTest
    @CsvSource({"0, 1", "25, 1", "26, 0.96", "37.5, 0.5", "50, 0", "5000, 0"})
    void assessesByTheNormAndTwiceTheNorm(double measured, double assessment) {
        assertThat(NearbyAir.assessment(Map.of(Pollutant.PM2_5, measured)).orElseThrow())
                .isCloseTo(assessment, within(1e-9));
    }

    @Test
    void assessesByTheWorstPollutant() {
        assertThat(NearbyAir.assessment(Map.of(Pollutant.PM2_5, 1.0, Pollutant.O3, 180.0, Pollutant.NO2, 250.0)))
                .hasValue(0.5);
    }

    @Test
    void neverAssessesMoreAsBetter() {
        var random = new Random(2008);
        for (Pollutant pollutant : Pollutant.values()) {
            for (int i = 0; i < 1_000; i++) {
                double less = random.nextDouble() * 3 * Limits.norm(pollutant).value();
                double more = less * (1 + random.nextDouble());
                double best = NearbyAir.assessment(Map.of(pollutant, less)).orElseThrow();

                assertThat(NearbyAir.assessment(Map.of(pollutant, more)).orElseThrow())
                        .isBetween(0.0, best);
            }
        }
    }

    @Test
    void tellsDistanceAndOldestTimeOfWhatItUses() {
        NearbyAir air = at(
                reading(Pollutant.PM2_5, true, NEAR, 600, 30),
                reading(Pollutant.NO2, false, NEARER, 1_200, 20),
                reading(Pollutant.NO2, false, FAR, 3_000, 99));

        assertThat(air.measured()).isEqualTo(Map.of(Pollutant.PM2_5, 30.0, Pollutant.NO2, 20.0));
        assertThat(air.distance().orElseThrow()).isCloseTo(111, within(1.0));
        assertThat(air.oldest()).contains(NOW.minusSeconds(1_200));
        assertThat(air.assessment().orElseThrow()).isCloseTo(0.8, within(1e-9));
    }

    @Test
    void prefersASignedReadingToANearerOneThatIsNot() {
        NearbyAir air =
                at(reading(Pollutant.PM2_5, false, NEARER, 60, 500), reading(Pollutant.PM2_5, true, NEAR, 60, 10));

        assertThat(air.measured()).isEqualTo(Map.of(Pollutant.PM2_5, 10.0));
    }

    @Test
    void takesAnUnsignedReadingWhereTheSignedOneIsTooFar() {
        NearbyAir air = at(reading(Pollutant.PM2_5, false, NEAR, 60, 40), reading(Pollutant.PM2_5, true, FAR, 60, 10));

        assertThat(air.measured()).isEqualTo(Map.of(Pollutant.PM2_5, 40.0));
    }

    @Test
    void tellsWhatIsTooFarWithoutAssessingIt() {
        NearbyAir air = at(reading(Pollutant.PM2_5, true, FAR, 60, 10));

        assertThat(air.assessment()).isEmpty();
        assertThat(air.distance().orElseThrow()).isCloseTo(11_119, within(1.0));
        assertThat(air.measured()).isEqualTo(Map.of(Pollutant.PM2_5, 10.0));
    }

    @Test
    void forgetsWhatIsOlderThanAnHourOrBeyondFiftyKilometres() {
        NearbyAir air = at(
                reading(Pollutant.PM2_5, true, NEAR, 3_601, 10),
                reading(Pollutant.PM2_5, true, new Position(48.5, 9), 60, 10));

        assertThat(air.assessment()).isEqualTo(OptionalDouble.empty());
        assertThat(air.distance()).isEmpty();
        assertThat(air.oldest()).isEmpty();
        assertThat(air.measured()).isEmpty();
    }

    @Test
    void isWrittenInBothForms() {
        assertThat(NearbyAirJson.of(at(reading(Pollutant.PM10, true, NEAR, 60, 75.5))))
                .isEqualTo("{\"distance\":1112.0,\"timestamp\":1772366340,\"assessment\":0.49,"
                        + "\"PM10\":{\"measured\":75.5,\"norm\":50.0},"
                        + "\"pollutants\":{\"PM10\":{\"measured\":75.5,\"norm\":50.0}}}");
        assertThat(NearbyAirJson.of(at()))
                .isEqualTo("{\"distance\":null,\"timestamp\":null,\"assessment\":null,\"pollutants\":{}}");
    }

    private static NearbyAir at(NearbyReading... readings) {
        return NearbyAir.at(HERE, List.of(readings), NOW);
    }

    private static NearbyReading reading(
            Pollutant pollutant, boolean isSigned, Position place, int secondsAgo, double value) {
        return new NearbyReading(pollutant, isSigned, place, NOW.minusSeconds(secondsAgo), value);
    }
}
