package org.airlog.ingest.opensensemap.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxSpecTest {

    @Test
    void aBoxIsNamedAfterTheServerAndTheColumn() {
        assertThat(BoxSpec.of("roof", "airlog", "generic"))
                .isEqualTo(new BoxSpec("airlog senseBox roof", "mobile", "airlog"));
    }

    @Test
    void withoutAColumnItIsTheDefaultBox() {
        assertThat(BoxSpec.of("", "airlog", "generic").name()).isEqualTo("airlog senseBox generic");
    }

    /** The other way round, as co2logserver tests it, "in" would be indoor, and "my indoor box" would not. */
    @ParameterizedTest
    @CsvSource({
        "my indoor box, indoor",
        "outdoor-2, outdoor",
        "mobile, mobile",
        "outdoor then indoor, indoor",
        "in, mobile",
        "door, mobile",
        "generic, mobile"
    })
    void theExposureIsTheFirstOfThreeThatTheBoxesNameContains(String box, String exposure) {
        assertThat(BoxSpec.of(box, "airlog", "generic").exposure()).isEqualTo(exposure);
    }

    @Test
    void theServersNameDoesNotDecideOnTheExposure() {
        assertThat(BoxSpec.of("roof", "indoor lab", "generic").exposure()).isEqualTo("mobile");
    }

    @Test
    void whiteSpaceThatTheOpenSenseMapTrimsDoesNotMakeAnotherBox() {
        assertThat(BoxSpec.of(" roof \t 2 ", "airlog", "generic").name()).isEqualTo("airlog senseBox roof 2");
    }

    @Test
    void aNameOfMoreThanHundredCharactersIsTooLong() {
        assertThat(BoxSpec.of("x".repeat(84), "airlog", "generic").isTooLong()).isFalse();
        assertThat(BoxSpec.of("x".repeat(85), "airlog", "generic").isTooLong()).isTrue();
    }
}
