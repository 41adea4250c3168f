package org.airlog.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456789Z");

    @Test
    void keepsMicrosecondsAsTheDatabaseDoes() {
        assertThat(new Observation(TIME, Clock.DEVICE, Map.of("PM10", 1.0), Map.of(), null).time())
                .isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesAReadingThatIsNotFinite(double value) {
        assertThatThrownBy(() -> new Observation(TIME, Clock.DEVICE, Map.of("PM10", value), Map.of(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PM10");
    }

    @Test
    void refusesToHaveObservedNothing() {
        assertThatThrownBy(() -> new Observation(TIME, Clock.DEVICE, Map.of(), Map.of(), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
