package org.airlog.portal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EuropeanIndexTest {

    private static final AirQualityIndex INDEX = EuropeanIndex.INDEX;

    /** ETC HE Report 2024/17, table 5.2: first and last whole number of each band. */
    @ParameterizedTest
    @CsvSource({
        "PM2_5, 0, 5, 6, 15, 16, 50, 51, 90, 91, 140, 141",
        "PM10, 0, 15, 16, 45, 46, 120, 121, 195, 196, 270, 271",
        "NO2, 0, 10, 11, 25, 26, 60, 61, 100, 101, 150, 151",
        "O3, 0, 60, 61, 100, 101, 120, 121, 160, 161, 180, 181",
        "SO2, 0, 20, 21, 40, 41, 125, 126, 190, 191, 275, 276",
    })
    void hasThePublishedBands(
            Pollutant pollutant,
            double good,
            double goodEnd,
            double fair,
            double fairEnd,
            double moderate,
            double moderateEnd,
            double poor,
            double poorEnd,
            double veryPoor,
            double veryPoorEnd,
            double extremelyPoor) {
        assertThat(name(pollutant, good)).isEqualTo("Good");
        assertThat(name(pollutant, goodEnd)).isEqualTo("Good");
        assertThat(name(pollutant, fair)).isEqualTo("Fair");
        assertThat(name(pollutant, fairEnd)).isEqualTo("Fair");
        assertThat(name(pollutant, moderate)).isEqualTo("Moderate");
        assertThat(name(pollutant, moderateEnd)).isEqualTo("Moderate");
        assertThat(name(pollutant, poor)).isEqualTo("Poor");
        assertThat(name(pollutant, poorEnd)).isEqualTo("Poor");
        assertThat(name(pollutant, veryPoor)).isEqualTo("Very poor");
        assertThat(name(pollutant, veryPoorEnd)).isEqualTo("Very poor");
        assertThat(name(pollutant, extremelyPoor)).isEqualTo("Extremely poor");
        assertThat(name(pollutant, 1e9)).isEqualTo("Extremely poor");
    }

    @Test
    void beginsABandRightBehindTheEndOfTheOneBefore() {
        assertThat(name(Pollutant.PM2_5, 5.0)).isEqualTo("Good");
        assertThat(name(Pollutant.PM2_5, Math.nextUp(5.0))).isEqualTo("Fair");
    }

    @Test
    void knowsNothingOfOtherPollutants() {
        assertThat(INDEX.band(Pollutant.CO, 1)).isEmpty();
        assertThat(INDEX.band(Pollutant.PB, 1)).isEmpty();
    }

    @Test
    void neverCallsMoreBetter() {
        var random = new Random(20241101);
        for (int i = 0; i < 10_000; i++) {
            double less = random.nextDouble() * 300;
            double more = less + random.nextDouble() * 20;
            INDEX.scales().forEach((pollutant, scale) -> assertThat(scale.band(more))
                    .as("%s %s %s", pollutant, less, more)
                    .isGreaterThanOrEqualTo(scale.band(less)));
        }
    }

    private static String name(Pollutant pollutant, double reading) {
        return INDEX.band(pollutant, reading).orElseThrow().name();
    }
}
