package org.airlog.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowSpreadTest {

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void isTheSameForTheSameContentInAnyOrder() {
        var other = new LinkedHashMap<String, Double>();
        other.put("temp", 20.0);
        other.put("co2", 400.0);

        assertThat(RowSpread.of(row(Map.of("co2", 400.0, "temp", 20.0), Map.of("box", "roof"))))
                .isEqualTo(RowSpread.of(row(other, Map.of("box", "roof"))))
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void isAnotherForAnotherValueAndForAnotherText() {
        Duration spread = RowSpread.of(row(Map.of("co2", 400.0), Map.of("box", "roof")));

        assertThat(RowSpread.of(row(Map.of("co2", 401.0), Map.of("box", "roof"))))
                .isNotEqualTo(spread);
        assertThat(RowSpread.of(row(Map.of("co2", 400.0), Map.of("box", "cellar"))))
                .isNotEqualTo(spread);
    }

    private static ReportedObservation row(Map<String, Double> readings, Map<String, String> extra) {
        return new ReportedObservation(TIME, readings, extra, null);
    }
}
