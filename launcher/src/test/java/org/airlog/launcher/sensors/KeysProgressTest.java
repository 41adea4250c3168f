package org.airlog.launcher.sensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.airlog.launcher.console.CommandFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysProgressTest {

    private static final String ANSWER =
            "{\"task\":\"count\",\"job\":3,\"running\":false,\"percent\":100,\"current_key\":\"k2\","
                    + "\"keys\":[\"k0\",\"k1\",\"k2\"],\"in_use\":{\"k1\":1,\"k2\":2,\"k9\":4},\"resealed\":5,"
                    + "\"oldest\":{\"airlog.observations\":\"2026-03-01T12:00:00Z\"},\"failure\":\"\"}";

    @Test
    void readsWhatTheBrokerAnswers() throws Exception {
        KeysProgress progress = KeysProgress.parse(ANSWER.getBytes(UTF_8));

        assertThat(progress.job()).isEqualTo(3);
        assertThat(progress.inUse()).isEqualTo(Map.of("k1", 1, "k2", 2, "k9", 4));
        assertThat(progress.resealed()).isEqualTo(5);
        assertThat(progress.json()).isEqualTo(ANSWER);
    }

    @Test
    void tellsWhatToDo() throws Exception {
        assertThat(KeysProgress.parse(ANSWER.getBytes(UTF_8)).lines())
                .containsExactly(
                        "seals with    k2",
                        "has           k0, k1, k2",
                        "in use        k1 by 1 step, k2 by 2 steps, k9 by 4 steps",
                        "missing       k9: the sensors sealed with it are refused here",
                        "to retire     k0: the registry needs it no more; for positions in Kafka see below",
                        "to retire     k1: not yet, run airlog keys reseal",
                        "positions     the oldest record of airlog.observations is of 2026-03-01T12:00:00Z: it may need the key"
                                + " that was the first one then");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"running\":true}"})
    void takesNothingElseForAnAnswer(String json) {
        assertThatThrownBy(() -> KeysProgress.parse(json.getBytes(UTF_8))).isInstanceOf(CommandFailedException.class);
    }
}
