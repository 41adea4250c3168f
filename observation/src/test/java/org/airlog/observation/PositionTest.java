package org.airlog.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {

    @ParameterizedTest
    @CsvSource({
        "90.001, 0, 0, latitude",
        "-90.001, 0, 0, latitude",
        "NaN, 0, 0, latitude",
        "0, 180.001, 0, longitude",
        "0, -180.001, 0, longitude",
        "0, NaN, 0, longitude",
        "0, 0, 100000.1, elevation",
        "0, 0, NaN, elevation",
        "0, 0, -Infinity, elevation"
    })
    void refusesWhatIsNoPlaceOnEarthWithoutTellingIt(double latitude, double longitude, double elevation, String what) {
        assertThatThrownBy(() -> new Position(latitude, longitude, elevation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(what + " must lie between")
                .hasMessageNotContaining(".001");
    }

    @Test
    void takesThePolesAndTheDateLine() {
        assertThat(new Position(-90, 180, null).elevation()).isNull();
        assertThat(new Position(90, -180, -100_000.0).latitude()).isEqualTo(90);
    }

    @Test
    void isNeverPrinted() {
        var observation = ReportedObservation.at(null, Map.of());
        var withPosition = new ReportedObservation(
                null, observation.readings(), observation.extra(), new Position(51.5225, -0.1546, 35.0));

        assertThat(withPosition.toString())
                .contains("redacted")
                .doesNotContain("51.5")
                .doesNotContain("0.15");
    }
}
