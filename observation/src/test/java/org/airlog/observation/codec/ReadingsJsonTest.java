package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only JSON can get wrong; the rules of readings are in {@link ReadingsTest}. */
class ReadingsJsonTest {

    private static final String VALID = "[{\"readings\":{\"PM10\":1}}]";

    @ParameterizedTest
    @MethodSource("publishedPayloads")
    void writesThePublishedPayloadsByteForByte(String payload) throws Refusal {
        assertThat(ReadingsJson.encode(Decoding.decode(ReadingsJson::decode, payload)))
                .isEqualTo(Payload.ofText(payload));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "[{",
                "[{\"readings\"",
                "[{\"readings\":{\"PM10\":1}}",
                VALID + VALID,
                VALID + "x",
                VALID + "\u0000",
                "\uFEFF" + VALID,
                "\u0000" + VALID,
                "[{\"readings\":{\"PM10\":1}},]",
                "[{\"readings\":{\"PM10\":1,}}]",
                "[{'readings':{'PM10':1}}]",
                "[{readings:{PM10:1}}]",
                "[{\"readings\":{\"PM10\":NaN}}]",
                "[{\"readings\":{\"PM10\":Infinity}}]",
                "[{\"readings\":{\"PM10\":-Infinity}}]",
                "[{\"readings\":{\"PM10\":01}}]",
                "[{\"readings\":{\"PM10\":+1}}]",
                "[{\"readings\":{\"PM10\":.5}}]",
                "[{\"readings\":{\"PM10\":1.}}]",
                "[{\"readings\":{\"PM10\":0x1}}]",
                "[{\"readings\":{\"PM10\":1e400}}]",
                "[{\"readings\":{\"PM10\":-1e400}}]",
                "[{\"timestamp\":1e400,\"readings\":{\"PM10\":1}}]",
                "[{\"readings\":{\"PM10\":1,\"PM10\":1}}]",
                "[{\"timestamp\":1,\"timestamp\":1,\"readings\":{\"PM10\":1}}]",
                "[{\"x\":{\"a\":1,\"a\":2},\"readings\":{\"PM10\":1}}]",
                "[{\"readings\":{\"\\ud800\":1}}]",
                "/* */" + VALID,
                "# \n" + VALID
            })
    void refusesWhatIsNotStrictJson(String json) {
        assertThat(Decoding.refusal(ReadingsJson::decode, json).reason()).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
    void refusesEveryOtherEncoding(String charset) {
        var payload = Payload.of(VALID.getBytes(Charset.forName(charset)));

        assertThat(Decoding.refusal(ReadingsJson::decode, payload, Decoding.LIMITS)
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void refusesIllFormedUtf8InsteadOfMendingIt() {
        for (String bytes : List.of("ff", "c080", "eda080", "f4908080", "c3", "e282")) {
            byte[] json = ("[{\"readings\":{\"" + "@@" + "\":1}}]").getBytes(StandardCharsets.UTF_8);
            String hex = HexFormat.of().formatHex(json).replace("4040", bytes);
            var payload = Payload.of(TestFiles.parseHex(hex));

            assertThat(Decoding.refusal(ReadingsJson::decode, payload, Decoding.LIMITS))
                    .as(bytes)
                    .hasMessageContaining("UTF-8");
        }
    }

    @Test
    void refusesNumbersOfTooManyDigits() {
        for (String number : List.of("1".repeat(10_000), "0." + "1".repeat(10_000), "1e" + "1".repeat(10_000))) {
            for (String member : List.of("\"readings\":{\"PM10\":", "\"x\":{\"y\":", "\"timestamp\":{\"z\":")) {
                assertThat(Decoding.refusal(ReadingsJson::decode, "[{" + member + number + "}}]")
                                .reason())
                        .isEqualTo(Reason.MALFORMED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[{\"x\":[", "[{\"x\":"})
    void refusesADepthBombBeforeItCostsAnything(String opening) {
        String bomb = opening.repeat(200_000 / opening.length());

        assertThat(Decoding.refusal(ReadingsJson::decode, bomb).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void quotesNothingOfABrokenPayload() {
        assertThat(Decoding.refusal(ReadingsJson::decode, "[{\"location\":{\"latitude\":51.5225 oops}}]"))
                .hasMessageNotContaining("51")
                .hasMessageNotContaining("oops");
    }

    private static Stream<String> publishedPayloads() {
        return StreamSupport.stream(
                        TestFiles.json("vectors/signatures.json")
                                .get("signatures")
                                .spliterator(),
                        false)
                .map((JsonNode vector) -> vector.get("payload").textValue())
                .distinct();
    }
}
