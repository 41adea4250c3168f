package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {

    private static final Payload READINGS = Payload.ofText("[{\"timestamp\":1,\"readings\":{\"PM10\":2}}]");

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", " application/json ;x", "", " "})
    void readsJsonHoweverItIsSpelled(String contentType) throws Refusal {
        assertThat(Codecs.readings(contentType).decode(READINGS, PayloadLimits.DEFAULTS))
                .hasSize(1);
    }

    @Test
    void refusesATypeThatNobodyDecodesAndNamesThoseThatAreDecoded() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() ->
                        Codecs.readings("application/x-www-form-urlencoded").decode(READINGS, PayloadLimits.DEFAULTS))
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo(Reason.CONTENT_TYPE_UNSUPPORTED);
                    assertThat(refusal.detail()).contains("application/json", "application/msgpack");
                });
    }
}
