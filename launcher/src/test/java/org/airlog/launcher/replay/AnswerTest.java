package org.airlog.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    @Test
    void takesWhatIsSafeFromTheAnswerRatherThanFromItsOwnSum() {
        assertThat(Answer.acceptance(10, Optional.of("10"), List.of("1;value-implausible")))
                .isEqualTo(new Answer.Accepted(10, Map.of("value-implausible", 1)));
    }

    @Test
    void subtractsWhatWasRefusedWhereTheAnswerHasNoSum() {
        assertThat(Answer.acceptance(
                        10, Optional.empty(), List.of("1;time-implausible, 3;malformed", "1;time-implausible")))
                .isEqualTo(new Answer.Accepted(5, Map.of("time-implausible", 2, "malformed", 3)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unavailable", "over-limit: publishes-per-suid"})
    void sendsAgainLaterWhatIsTransient(String reasonString) {
        assertThat(Answer.refusal(reasonString, "?", Optional.of(Duration.ofSeconds(3))))
                .isInstanceOfSatisfying(
                        Answer.Later.class, later -> assertThat(later.pause()).contains(Duration.ofSeconds(3)));
    }

    @Test
    void waitsForAsLongAsTheBrokerSaysWhenItEndsTheConnection() {
        assertThat(Answer.waitIn("the broker closed the connection: over-limit: sensor-observations, retry in 13 s"))
                .contains(Duration.ofSeconds(13));
        assertThat(Answer.waitIn("retry in 999999999 s")).contains(Duration.ofMinutes(1));
        assertThat(Answer.waitIn("the broker closed the connection: unavailable: no decision in time"))
                .isEmpty();
    }

    @Test
    void neverSendsAgainWhatIsFinal() {
        assertThat(Answer.refusal("signature-wrong: of another sensor", "?", Optional.empty()))
                .isEqualTo(new Answer.Refused("signature-wrong", "of another sensor"));
        assertThat(Answer.refusal("", "not-authorized", Optional.empty()))
                .isEqualTo(new Answer.Refused("not-authorized", ""));
    }
}
