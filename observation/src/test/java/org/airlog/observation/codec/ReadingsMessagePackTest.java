package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only MessagePack can get wrong; the rules of readings are in {@link ReadingsTest}. */
class ReadingsMessagePackTest {

    private static final String PM10_IS = "9181 a87265616469 6e6773 81 a4504d3130";

    @ParameterizedTest
    @CsvSource({
        "01, 1",
        "ff, -1",
        "cc ff, 255",
        "cd ffff, 65535",
        "ce ffffffff, 4294967295",
        "cf ffffffffffffffff, 18446744073709551615",
        "d0 80, -128",
        "d1 8000, -32768",
        "d2 80000000, -2147483648",
        "d3 8000000000000000, -9223372036854775808",
        "ca 3f800000, 1",
        "cb 3ff8000000000000, 1.5"
    })
    void readsEveryFormOfANumber(String hex, double value) throws Refusal {
        assertThat(ReadingsMessagePack.decode(payload(PM10_IS + hex), Decoding.LIMITS))
                .containsExactly(ReportedObservation.at(null, Map.of("PM10", value)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c1",
                "91",
                PM10_IS,
                PM10_IS + "ca 7f800000",
                PM10_IS + "cb 7ff8000000000000",
                PM10_IS + "cb 3ff8",
                PM10_IS + "c4 01 01",
                PM10_IS + "d6 ff 00000000",
                PM10_IS + "c1",
                PM10_IS + "01 00",
                PM10_IS + "01 c1",
                "9181 a87265616469 6e6773 81 c404504d3130 01",
                "9181 a87265616469 6e6773 81 01 01",
                "9181 a87265616469 6e6773 81 a2c080 01",
                "9181 a87265616469 6e6773 81 a3eda080 01",
                "9181 a87265616469 6e6773 82 a4504d3130 01 a4504d3130 01",
                "9182 a87265616469 6e6773 81 a4504d3130 01 a87265616469 6e6773 81 a4504d3130 01",
                "91 81 01 01"
            })
    void refusesWhatIsNotReadings(String hex) {
        assertThat(Decoding.refusal(ReadingsMessagePack::decode, payload(hex), Decoding.LIMITS)
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "dd7fffffff, array of 2^31-1",
        "ddffffffff, array of 2^32-1",
        "df7fffffff, map of 2^31-1",
        "91df7fffffff, map of 2^31-1 as an observation",
        "91dfffffffff, map of 2^32-1 as an observation",
        "9181dbffffffff, name of 4 GiB",
        "9181db7fffffff, name of 2 GiB",
        "9181da ffff, name of 64 KiB",
        "9181a178 c67fffffff, unknown binary of 2 GiB",
        "9181a178 c6ffffffff, unknown binary of 4 GiB",
        "9181a178 c97fffffff01, unknown extension of 2 GiB",
        "9181a178 c9ffffffff01, unknown extension of 4 GiB",
        "9181a178 dd7fffffff, unknown array of 2^31-1",
        "9181a178 df7fffffff, unknown map of 2^31-1",
        "9181a178 92dd7ffffffd9190, unknown arrays whose sizes add up to an overflow",
        "9181a87265616469 6e6773 df7fffffff, readings of 2^31-1"
    })
    void refusesALengthThatIsALieWithoutMakingRoomForIt(String hex, String what) {
        Payload bomb = payload(hex);
        Decoding.refusal(ReadingsMessagePack::decode, bomb, Decoding.LIMITS);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        Refusal refusal = Decoding.refusal(ReadingsMessagePack::decode, bomb, Decoding.LIMITS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(refusal.reason()).as(what).isEqualTo(Reason.MALFORMED);
        assertThat(allocated).as(what).isLessThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"91", "81 a178", "91 81 a178", "9181a178 91"})
    void refusesADepthBomb(String hex) {
        String compact = hex.replace(" ", "");

        assertThat(Decoding.refusal(
                                ReadingsMessagePack::decode,
                                payload(compact.repeat(400_000 / compact.length())),
                                Decoding.LIMITS)
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void passesOverUnknownMembersOfTypesThatJsonLacks() throws Refusal {
        assertThat(ReadingsMessagePack.decode(
                        payload(
                                "91 84 a178 c40100 a179 d600 01020304 a17a 81 01 02 a87265616469 6e6773 81 a4504d3130 01"),
                        Decoding.LIMITS))
                .containsExactly(ReportedObservation.at(null, Map.of("PM10", 1.0)));
    }

    private static Payload payload(String hex) {
        return Payload.of(TestFiles.parseHex(hex));
    }
}
