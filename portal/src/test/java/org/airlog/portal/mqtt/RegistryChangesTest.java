package org.airlog.portal.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryChangesTest {

    @Test
    void readsWhatTheDoorAnswers() throws Exception {
        assertThat(isNews("{\"suid\":\"x\",\"act\":\"release\",\"result\":\"done\"}"))
                .isTrue();
        assertThat(isNews("{\"result\":\"unchanged\",\"more\":1}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"result\":\"perhaps\"}", "{\"result\":true}"})
    void takesNothingElseForAYes(String json) {
        assertThatThrownBy(() -> isNews(json)).isInstanceOf(LinkFailedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt://broker, true",
        "mqtts://broker.example:8883, true",
        "mqtt://broker:0, false",
        "mqtt://broker:65536, false",
        "http://broker, false",
        "mqtt:broker, false",
        "broker, false"
    })
    void knowsTheUrlOfABroker(URI url, boolean isOne) {
        assertThat(RegistryLink.isBroker(url)).isEqualTo(isOne);
    }

    private static boolean isNews(String json) throws LinkFailedException {
        return RegistryChanges.isNews(json.getBytes(StandardCharsets.UTF_8));
    }
}
