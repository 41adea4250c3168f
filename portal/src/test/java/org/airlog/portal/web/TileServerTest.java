package org.airlog.portal.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileServerTest {

    @ParameterizedTest
    @CsvSource({
        "https://tiles.example/{z}/{x}/{y}.png, https://tiles.example",
        "http://127.0.0.1:8088/t?z={z}&x={x}&y={y}, http://127.0.0.1:8088",
        "https://a.tiles.example/{z}/{x}/{y}{r}.png, https://a.tiles.example"
    })
    void knowsItsOrigin(String template, String origin) {
        assertThat(new TileServer(template, "").origin()).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://tiles.example/",
                "https://tiles.example/{z}/{x}",
                "ftp://tiles.example/{z}/{x}/{y}",
                "/tiles/{z}/{x}/{y}",
                "https://tiles.example; script-src *//{z}/{x}/{y}",
                "https://user:word@tiles.example/{z}/{x}/{y}"
            })
    void refusesWhatIsNoTemplate(String template) {
        assertThatThrownBy(() -> new TileServer(template, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected a URL such as");
    }

    @Test
    void needsNoAttribution() {
        assertThat(new TileServer("https://tiles.example/{z}/{x}/{y}.png", "").attribution())
                .isEmpty();
    }
}
