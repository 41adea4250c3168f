package org.airlog.portal.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LimitsTest {

    @Test
    void hasANormOfEachPollutant() {
        Map<Pollutant, Double> norms = Arrays.stream(Pollutant.values())
                .collect(Collectors.toMap(
                        Function.identity(), pollutant -> Limits.norm(pollutant).value()));

        assertThat(norms)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Pollutant.PM2_5, 25.0,
                        Pollutant.PM10, 50.0,
                        Pollutant.NO2, 200.0,
                        Pollutant.O3, 120.0,
                        Pollutant.SO2, 350.0,
                        Pollutant.CO, 10.0,
                        Pollutant.PB, 0.5));
    }

    @Test
    void allowsNoMoreByNewerLawThanByOlder() {
        for (Limit older : Limits.ALL) {
            if (older.instrument() == Limit.Instrument.EU_2008) {
                assertThat(Limits.ALL)
                        .filteredOn(newer -> newer.instrument() == Limit.Instrument.EU_2030
                                && newer.pollutant() == older.pollutant()
                                && newer.averaging().equals(older.averaging()))
                        .isNotEmpty()
                        .allMatch(newer -> newer.value() <= older.value());
            }
        }
    }

    @Test
    void saysEachThingOnce() {
        assertThat(Limits.ALL.stream()
                        .map(limit -> limit.pollutant() + " " + limit.averaging() + " " + limit.instrument()))
                .doesNotHaveDuplicates();
    }
}
