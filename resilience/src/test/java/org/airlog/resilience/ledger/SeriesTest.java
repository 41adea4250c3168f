package org.airlog.resilience.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00.250Z");

    private final Series series = new Series(7, 3, FIRST, Duration.ofMillis(500));

    @Test
    void observesOneNumberAtEachTick() {
        assertThat(series.due(FIRST.minusMillis(1))).isZero();
        assertThat(series.due(FIRST)).isEqualTo(1);
        assertThat(series.due(FIRST.plusMillis(999))).isEqualTo(2);
        assertThat(series.due(FIRST.plusMillis(1_000))).isEqualTo(3);
    }

    @Test
    void findsANumberByItsTimeAlone() {
        assertThat(series.numberAt(series.time(41))).hasValue(41);
        assertThat(series.numberAt(series.time(41).plusMillis(1))).isEmpty();
        assertThat(series.numberAt(FIRST.minusMillis(500))).isEmpty();
    }

    @Test
    void measuresTheSameWheneverItIsAskedAndSomethingElseForEachNumber() {
        assertThat(new Series(7, 3, FIRST, Duration.ofMillis(500)).pm10(5)).isEqualTo(series.pm10(5));
        assertThat(IntStream.range(0, 1_000).mapToObj(series::pm10).distinct().count())
                .isGreaterThan(950);
        assertThat(IntStream.range(0, 1_000).mapToDouble(series::pm10)).allMatch(value -> value >= 0 && value < 500);
        assertThat(IntStream.range(0, 1_000).mapToDouble(series::temp)).allMatch(value -> value >= -20 && value < 40);
    }

    @Test
    void writesTheNumberIntoEveryObservation() {
        assertThat(series.json(2, 2))
                .isEqualTo("[{\"timestamp\":1767225601250,\"readings\":{\"PM10\":" + series.pm10(2) + ",\"TEMP\":"
                        + series.temp(2) + ",\"SEQ\":2}},{\"timestamp\":1767225601750,\"readings\":{\"PM10\":"
                        + series.pm10(3) + ",\"TEMP\":" + series.temp(3) + ",\"SEQ\":3}}]");
    }
}
