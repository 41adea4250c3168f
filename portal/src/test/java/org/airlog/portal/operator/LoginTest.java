package org.airlog.portal.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    @Test
    void readsNameAndPasswordWhateverIsBeside() {
        assertThat(Login.parse("{\"more\":{\"user\":[1]},\"password\":\"ü \\\"\",\"user\":\"anna\"}"))
                .contains(new Login("anna", "ü \""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "\"anna\"",
                "{}",
                "{\"user\":\"anna\"}",
                "{\"password\":\"x\"}",
                "{\"user\":\"anna\",\"password\":1}",
                "{\"user\":\"anna\",\"password\":null}",
                "user=anna&password=x"
            })
    void takesNothingElse(String json) {
        assertThat(Login.parse(json)).isEmpty();
    }
}
