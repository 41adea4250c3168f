package org.airlog.portal.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsIndexTest {

    /**
     * The examples of EPA-454/B-24-002 (those of 2018 have the same): 0.07853333 ppm of ozone are cut to 0.078 and are 126;
     * 35.9 µg/m³ of PM2.5 are 102; 8.4 ppm of CO are 90.
     */
    @ParameterizedTest
    @CsvSource({
        "O3, 0.07853333, 126",
        "PM2_5, 35.9, 102",
        "CO, 8.4, 90",
    })
    void countsThePublishedExamples(Pollutant pollutant, double concentration, long index) {
        assertThat(of(pollutant, concentration)).isEqualTo(index);
    }

    /** Table 6: both ends of each range. */
    @ParameterizedTest
    @CsvSource({
        "PM2_5, 9.0, 9.1, 35.4, 35.5, 55.4, 55.5, 125.4, 125.5, 225.4, 225.5, 325.4",
        "PM10, 54, 55, 154, 155, 254, 255, 354, 355, 424, 425, 604",
        "NO2, 53, 54, 100, 101, 360, 361, 649, 650, 1249, 1250, 2049",
        "O3, 0.054, 0.055, 0.070, 0.071, 0.085, 0.086, 0.105, 0.106, 0.200, 0.405, 0.604",
        "SO2, 35, 36, 75, 76, 185, 186, 304, 305, 604, 605, 1004",
        "CO, 4.4, 4.5, 9.4, 9.5, 12.4, 12.5, 15.4, 15.5, 30.4, 30.5, 50.4",
    })
    void hasThePublishedBreakpoints(
            Pollutant pollutant,
            double at50,
            double at51,
            double at100,
            double at101,
            double at150,
            double at151,
            double at200,
            double at201,
            double at300,
            double at301,
            double at500) {
        assertThat(of(pollutant, 0)).isZero();
        assertThat(of(pollutant, at50)).isEqualTo(50);
        assertThat(of(pollutant, at51)).isEqualTo(51);
        assertThat(of(pollutant, at100)).isEqualTo(100);
        assertThat(of(pollutant, at101)).isEqualTo(101);
        assertThat(of(pollutant, at150)).isEqualTo(150);
        assertThat(of(pollutant, at151)).isEqualTo(151);
        assertThat(of(pollutant, at200)).isEqualTo(200);
        assertThat(of(pollutant, at201)).isEqualTo(201);
        assertThat(of(pollutant, at300)).isEqualTo(300);
        assertThat(of(pollutant, at301)).isEqualTo(301);
        assertThat(of(pollutant, at500)).isEqualTo(500);
    }

    @Test
    void cutsConcentrationsOffAndNeverRoundsThem() {
        assertThat(UsIndex.of(Pollutant.PM2_5, 9.0999)).contains(50L);
        assertThat(UsIndex.of(Pollutant.PM10, 54.999)).contains(50L);
        assertThat(UsIndex.INDEX.band(Pollutant.PM2_5, 9.0999).orElseThrow().name())
                .isEqualTo("Good");
        assertThat(UsIndex.INDEX.band(Pollutant.PM2_5, 9.1).orElseThrow().name())
                .isEqualTo("Moderate");
    }

    /** 40 CFR part 50: 100 ppb of NO2 are 188 µg/m³, 75 ppb of SO2 are 196, 0.070 ppm of ozone are 137, 9 ppm of CO 10 mg/m³. */
    @ParameterizedTest
    @CsvSource({"NO2, 188, 100", "SO2, 196, 75", "O3, 137, 0.070", "CO, 10.3, 9.0"})
    void convertsAtTwentyFiveDegrees(Pollutant pollutant, double reading, double concentration) {
        assertThat(reading * perUnit(pollutant)).isCloseTo(concentration, withPercentage(0.5));
    }

    @Test
    void leavesOzoneAtThreeHundredUntilTheHourlyTableSaysMore() {
        assertThat(of(Pollutant.O3, 0.3)).isEqualTo(300);
        assertThat(of(Pollutant.O3, 0.404)).isEqualTo(300);
    }

    @Test
    void goesOnBeyondFiveHundred() {
        assertThat(of(Pollutant.PM2_5, 425.4)).isEqualTo(699);
    }

    @Test
    void knowsNothingOfLead() {
        assertThat(UsIndex.of(Pollutant.PB, 1)).isEmpty();
    }

    @Test
    void neverCallsMoreBetterAndAgreesWithItsBands() {
        var random = new Random(20240506);
        for (int i = 0; i < 10_000; i++) {
            double less = Math.exp(random.nextDouble() * 9) - 1;
            double more = less * (1 + random.nextDouble() / 5);
            UsIndex.INDEX.scales().forEach((pollutant, scale) -> {
                long index = UsIndex.of(pollutant, less).orElseThrow();

                assertThat(UsIndex.of(pollutant, more).orElseThrow())
                        .as("%s %s %s", pollutant, less, more)
                        .isGreaterThanOrEqualTo(index);
                assertThat(scale.band(less)).as("%s %s", pollutant, less).isEqualTo(band(index));
            });
        }
    }

    private static int band(long index) {
        if (index <= 200) {
            return (int) Math.max(0, (index - 1) / 50);
        }
        return index <= 300 ? 4 : 5;
    }

    /** Of a concentration in the EPA's unit; a billionth more, because the way to our unit and back may lose as much. */
    private static long of(Pollutant pollutant, double concentration) {
        return UsIndex.of(pollutant, concentration / perUnit(pollutant) * (1 + 1e-9))
                .orElseThrow();
    }

    private static double perUnit(Pollutant pollutant) {
        return Objects.requireNonNull(UsIndex.INDEX.scales().get(pollutant)).perUnit();
    }
}
