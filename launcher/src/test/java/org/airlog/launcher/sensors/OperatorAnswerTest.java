package org.airlog.launcher.sensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorAnswerTest {

    @Test
    void readsWhatTheBrokerAnswers() throws Exception {
        assertThat(parse("{\"suid\":\"x\",\"act\":\"release\",\"result\":\"unchanged\"}"))
                .isEqualTo(new OperatorAnswer.Done(false, Optional.empty(), Optional.empty()));
        assertThat(parse("{\"result\":\"done\",\"secret\":\"0A\",\"more\":1}"))
                .isEqualTo(new OperatorAnswer.Done(true, Optional.of(Secret.ofText("0A")), Optional.empty()));
        assertThat(parse("{\"result\":\"done\",\"secret\":\"0A\",\"secret_before_until\":\"2026-03-01T12:00:00Z\"}"))
                .isEqualTo(new OperatorAnswer.Done(
                        true, Optional.of(Secret.ofText("0A")), Optional.of("2026-03-01T12:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"result\":\"perhaps\"}"})
    void takesNothingElseForAYes(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(CommandFailedException.class);
    }

    @Test
    void aRefusalIsToldAsItCame() {
        assertThatThrownBy(() -> new OperatorAnswer.Refused("not-allowed: why").require())
                .hasMessage("refused: not-allowed: why");
    }

    private static OperatorAnswer.Done parse(String json) throws CommandFailedException {
        return OperatorAnswer.Done.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
