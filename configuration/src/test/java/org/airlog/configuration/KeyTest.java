package org.airlog.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "20s, PT20S", "5m, PT5M", "1h, PT1H", "400d, PT9600H", "30y, PT262800H", "0s, PT0S"})
    void readsDurationsAsPeopleWriteThem(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "m", "5 m", "-5m", "1.5h", "5M", "PT5M", "9999999999s", "٥m"})
    void readsNoOtherDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "", "1.0", "99999999999", "0x10"})
    void readsNoNumberBeyondItsBounds(String text) {
        assertThatThrownBy(() -> Keys.HTTP_PORT.parser().apply(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a whole number from 0 to 65535");
    }

    @Test
    void readsTruthInAnyCase() {
        assertThat(Keys.ROGUE_ENABLED.parser().apply("TRUE")).isTrue();
        assertThat(Keys.ROGUE_ENABLED.parser().apply("False")).isFalse();
        assertThatThrownBy(() -> Keys.ROGUE_ENABLED.parser().apply("1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesItsEnvironmentVariable() {
        assertThat(Keys.KAFKA_BOOTSTRAP_SERVERS.environmentVariable()).isEqualTo("AIRLOG_KAFKA_BOOTSTRAP_SERVERS");
    }
}
