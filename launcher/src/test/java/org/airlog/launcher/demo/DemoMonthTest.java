package org.airlog.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoMonthTest {

    @Test
    void isARealMonthWithItsGaps() throws IOException {
        Figures figures = DemoMonth.figures(Duration.ZERO);

        assertThat(figures.rows()).isEqualTo(744);
        assertThat(figures.first()).contains(Instant.parse("2003-08-01T00:00:00Z"));
        assertThat(figures.last()).contains(Instant.parse("2003-08-31T23:00:00Z"));
        assertThat(figures.types().keySet())
                .containsExactly(
                        "co", "no2", "o3", "pm10", "pm2_5", "so2", "nox_ppb", "wind_speed_ms", "wind_direction_deg");
        assertThat(figures.types())
                .hasEntrySatisfying("no2", no2 -> assertThat(no2.readings()).isEqualTo(539))
                .hasEntrySatisfying("pm2_5", pm -> assertThat(pm.readings()).isEqualTo(608));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-11-22T06:04:00Z", "2026-11-22T23:00:00Z", "2026-11-29T22:59:59Z", "2003-09-01T00:00:00Z"})
    void endsWithinTheLastWeek(Instant now) throws IOException {
        Duration shift = Duration.ofDays(7L * DemoMonth.weeksUntil(now));

        assertThat(DemoMonth.figures(shift).last().orElseThrow())
                .isBeforeOrEqualTo(now)
                .isAfter(now.minus(Duration.ofDays(7)));
    }

    @Test
    void tellsTwoSetsApartByTheLastDigitOfASum() {
        var sum = new Figures.OfType(2, new BigDecimal("0.30"));

        assertThat(Figures.OfType.NONE.plus(new BigDecimal("0.1")).plus(new BigDecimal("0.2")))
                .isEqualTo(sum);
        assertThat(new Figures.OfType(2, new BigDecimal("0.300001"))).isNotEqualTo(sum);
        assertThat(sum.mean()).contains(new BigDecimal("0.15"));
    }
}
