package org.airlog.observation.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;
import org.airlog.observation.Allocation;
import org.airlog.observation.Refusal;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Large payloads, each made of one thing over and over: what costs more than in proportion shows here.
 *
 * <p>Allocation is measured, as it is the same on every machine; time is not.
 */
class LargeInputTest {

    /** Enough for a square to break the bound twenty times over, and the longest text of MQTT. */
    private static final int BYTES = 64 * 1024;

    /** Where the repeated thing stands; what comes behind the bar ends the payload well. */
    private static final List<String> TEXT_FRAMES = List.of(
            "|",
            "[|]",
            "{\"a\":|}",
            "{\"a\":[|0]}",
            "{\"a\":\"|\"}",
            "{\"|\":1}",
            "{\"time\":\"|\"}",
            "[{\"readings\":{|\"b\":1}}]",
            "[{\"readings\":{\"|\":1}}]",
            "[{\"x\":|}]",
            "[{\"timestamp\":|}]",
            "a,b\n|",
            "time\n\"|\"",
            "a=1&|",
            "time=|",
            "|=1",
            "{\"|\":[1]}",
            "{\"esp8266id\":\"|\"}",
            "{\"sensordatavalues\":[{\"value_type\":\"|\",\"value\":1}]}",
            "[{\"sensor\":\"|\",\"value\":1}]",
            "[{\"sensor\":\"a\",\"value\":1,\"location\":{\"|\":1}}]",
            "|,1\n",
            "Content-|-Salted\n00",
            "Content-MD5-Salted\n|",
            "OpenSmogHash |",
            "|;charset=utf-8\n1");

    private static final List<String> TEXTS = List.of(
            "[",
            "{",
            "{\"a\":",
            "[[],",
            "\"",
            "\\",
            "\\u0041",
            "\"a\":1,",
            "\"CO2\":[1],",
            "9",
            "0.",
            "1e",
            "1,",
            "-",
            " ",
            "\n",
            "\r\n",
            ",",
            "\"\",",
            "\"\"",
            "a\n",
            "1\n",
            "2017-01-30 ",
            "&",
            "=",
            "a&",
            "a=1&",
            "%",
            "%41",
            "+",
            "\u00e4",
            "\u0130",
            "\0",
            "null,",
            "{},",
            "[],",
            "{\"readings\":{\"a\":1}},");

    private static final List<String> BINARY_FRAMES = List.of(
            "|", "dd0003ffff|", "df0001ffff|", "81a161dd0003ffff|", "9181a161dd0003ffff|", "81db0003fff9|01", "9601|");

    private static final List<String> BINARIES = List.of(
            "00",
            "91",
            "81",
            "c0",
            "c3",
            "a0",
            "a161",
            "a16101",
            "81a161",
            "dc0001",
            "dd7fffffff",
            "dfffffffff",
            "db7fffffff",
            "c67fffffff",
            "c97fffffff",
            "cb3fb999999999999a",
            "cfffffffffffffffff",
            "d40000",
            "c400");

    @ParameterizedTest(name = "{0}")
    @MethodSource("textFrames")
    void costsInProportionAsText(String frame) {
        for (String text : TEXTS) {
            costsEachReaderInProportion(filled(frame, text.getBytes(UTF_8), part -> part.getBytes(UTF_8)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("binaryFrames")
    void costsInProportionAsMessagePack(String frame) {
        for (String binary : BINARIES) {
            costsEachReaderInProportion(filled(frame, TestFiles.parseHex(binary), TestFiles::parseHex));
        }
    }

    private static List<String> textFrames() {
        return TEXT_FRAMES;
    }

    private static List<String> binaryFrames() {
        return BINARY_FRAMES;
    }

    private static void costsEachReaderInProportion(byte[] input) {
        for (FuzzTarget target : FuzzTarget.values()) {
            Allocation.staysInProportion(input.length, () -> {
                try {
                    target.feed(input);
                } catch (Refusal refused) {
                    // Most are.
                }
            });
        }
    }

    private static byte[] filled(String frame, byte[] repeated, Function<String, byte[]> bytes) {
        int bar = frame.indexOf('|');
        byte[] end = bytes.apply(frame.substring(bar + 1));
        var filled = new ByteArrayOutputStream(BYTES);
        filled.writeBytes(bytes.apply(frame.substring(0, bar)));
        while (filled.size() + repeated.length + end.length <= BYTES) {
            filled.writeBytes(repeated);
        }
        filled.writeBytes(end);
        return filled.toByteArray();
    }
}
