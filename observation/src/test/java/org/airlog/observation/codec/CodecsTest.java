package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/csv",
                "text/csv; header=present",
                "TEXT/CSV;charset=UTF-8",
                "text/csv; charset=\"utf-8\"",
                "text/csv; Charset = utf8 ;",
                "text/csv; charset=ISO-8859-1",
                "text/csv;charset=us-ascii"
            })
    void takesParametersBehindTheType(String contentType) throws Refusal {
        assertThat(Codecs.uploads(contentType).decode(Payload.ofText("co2\n1"), PayloadLimits.DEFAULTS))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "text/csv; charset=utf-16, a",
        "text/csv; charset=shift_jis, a",
        "application/json; charset=ISO-8859-1, ä",
        "application/x-www-form-urlencoded; charset=windows-1252, ä"
    })
    void refusesAnotherCharsetAloud(String contentType, String text) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Codecs.uploads(contentType).decode(Payload.ofText(text), PayloadLimits.DEFAULTS))
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo(Reason.CONTENT_TYPE_UNSUPPORTED);
                    assertThat(refusal.detail()).isEqualTo("the charset must be utf-8");
                });
    }

    @Test
    void readsMessagePackUnderBothItsNames() throws Refusal {
        Payload upload = Decoding.messagePack("{\"co2\":1}");

        for (String contentType :
                List.of("application/msgpack", "application/x-msgpack", "Application/X-MsgPack; a=b")) {
            assertThat(Codecs.uploads(contentType).decode(upload, PayloadLimits.DEFAULTS))
                    .hasSize(1);
        }
        assertThat(Codecs.readings("application/x-msgpack")
                        .decode(Decoding.messagePack("[{\"readings\":{\"PM10\":2}}]"), PayloadLimits.DEFAULTS))
                .hasSize(1);
    }

    @Test
    void namesTheFourTypesOfUploads() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Codecs.uploads("image/png").decode(READINGS, PayloadLimits.DEFAULTS))
                .satisfies(refusal -> assertThat(refusal.detail())
                        .contains(
                                "application/json",
                                "application/msgpack",
                                "application/x-www-form-urlencoded",
                                "text/csv"));
    }
}
