package org.airlog.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

    @Test
    void readsWhatAnOperatorWrites() {
        assertThat(Rate.parse("2/s burst 240")).isEqualTo(new Rate(2, Duration.ofSeconds(1), 240));
        assertThat(Rate.parse(" 120 / H ")).isEqualTo(new Rate(120, Duration.ofHours(1), 120));
        assertThat(Rate.parse("20/m")).isEqualTo(new Rate(20, Duration.ofMinutes(1), 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0/s", "2", "2/d", "-1/s", "2/s burst 0", "2/s burst", "9999999999/s", "2/s burst 1 2"})
    void saysWhatItExpectsInsteadOfAnythingElse(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2/s burst 240");
    }
}
