package org.airlog.broker.intake;

import static org.airlog.broker.intake.Publishes.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Reason;
import org.airlog.observation.ReportedObservation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

    private static final Rules.ClockRules RULES = new Rules.ClockRules(Duration.ofDays(400), Duration.ofMinutes(5));

    private final Judgement signed = new Judgement(RULES, NOW, true, row -> Duration.ZERO, Map.of());
    private final Judgement unsigned = new Judgement(RULES, NOW, false, row -> Duration.ZERO, Map.of());

    @ParameterizedTest
    @CsvSource({"PT5M, true", "PT5M0.000001S, false", "P-400D, true", "-PT9600H0.000001S, false"})
    void aTimeIsPlausibleWithinItsBounds(Duration ahead, boolean isPlausible) {
        signed.judge(at(NOW.plus(ahead)));

        assertThat(signed.kept()).hasSize(isPlausible ? 1 : 0);
    }

    @Test
    void rowsThatTakeOurTimeAreAMicrosecondApartInTheirOrder() {
        unsigned.judge(at(null));
        unsigned.judge(at(NOW));
        unsigned.judge(at(Instant.EPOCH));
        unsigned.judge(at(null));

        assertThat(unsigned.kept())
                .extracting(Observation::time)
                .containsExactly(NOW, NOW, NOW.plusNanos(1_000), NOW.plusNanos(2_000));
        assertThat(unsigned.kept())
                .extracting(Observation::clock)
                .containsExactly(
                        Clock.SERVER_FOR_ABSENT, Clock.DEVICE, Clock.SERVER_FOR_IMPLAUSIBLE, Clock.SERVER_FOR_ABSENT);
    }

    @ParameterizedTest
    @CsvSource({
        "PM10, 0, true", "PM10, -0.1, false", "HUM, 100, true", "HUM, 100.1, false",
        "TEMP, -100, true", "TEMP, -100.5, false", "PRES, 300, true", "PRES, 299, false",
        "PRES, 1200, true", "PRES, 1201, false", "co2, -5, true"
    })
    void aReadingIsKeptWithinTheRangeOfItsType(String name, double value, boolean isKept) {
        signed.judge(ReportedObservation.at(NOW, Map.of(name, value, "other", 1.0)));

        assertThat(signed.kept().get(0).readings().containsKey(name)).isEqualTo(isKept);
        assertThat(signed.trimmed()).isEqualTo(isKept ? 0 : 1);
    }

    @Test
    void anObservationThatLosesAllItsReadingsIsRefused() {
        unsigned.judge(ReportedObservation.at(Instant.EPOCH, Map.of("PM10", -1.0)));

        assertThat(unsigned.kept()).isEmpty();
        assertThat(unsigned.refused()).containsExactly(entry(Reason.VALUE_IMPLAUSIBLE, 1));
        assertThat(unsigned.trimmed()).isZero();
    }

    @Test
    void anObservationOfTextAloneIsKept() {
        unsigned.judge(new ReportedObservation(NOW, Map.of(), Map.of("box", "roof"), null));

        assertThat(unsigned.kept()).hasSize(1);
    }

    private static ReportedObservation at(@Nullable Instant time) {
        return ReportedObservation.at(time, Map.of("PM10", 1.0));
    }
}
