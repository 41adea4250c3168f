package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.TestFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of MessagePack uploads; those that they share with JSON are in {@link UploadTest}. */
class UploadMessagePackTest {

    /** {@code {"co2":1}}. */
    private static final String ONE = "81 a3636f32 01";

    @Test
    void readsTheSameColumnsAsJson() throws Refusal {
        String json =
                "{\"time_utc\":[43,23],\"CO2\":[9],\"co2\":[1223,2351.5,null],\"box\":\"roof\",\"on\":[true,false],\"lat\":1,\"lon\":2}";

        List<ReportedObservation> rows = UploadMessagePack.decode(Decoding.messagePack(json), PayloadLimits.DEFAULTS);

        assertThat(rows).hasSize(2).isEqualTo(UploadJson.decode(Payload.ofText(json), PayloadLimits.DEFAULTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "c1", "ff", "a3636f32", "81a3636f3202", "00000000000000000000", "dfffffffff"})
    void ignoresWhatFollowsOneCompleteObject(String behind) throws Refusal {
        assertThat(decode(ONE + behind)).containsExactly(ReportedObservation.at(null, Map.of("co2", 1.0)));
    }

    @Test
    void takesNumbersOfEverySize() throws Refusal {
        // 2^64-1, -2^63, the float 0.5 and the double 0.1
        String numbers = "94 cfffffffffffffffff d38000000000000000 ca3f000000 cb3fb999999999999a";

        assertThat(decode("81 a161" + numbers))
                .extracting(row -> row.readings().get("a"))
                .containsExactly(0x1p64, -0x1p63, 0.5, 0.1);
    }

    @Test
    void letsTheLaterOfTwoEqualNamesCount() throws Refusal {
        assertThat(decode("83 a163 01 a163 9102 a143 03").get(0).readings()).isEqualTo(Map.of("c", 3.0));
    }

    @Test
    void readsTimesAsNumbersAndAsText() throws Refusal {
        assertThat(decode("82 a474696d65 2b a161 01").get(0).time()).isEqualTo(Instant.ofEpochSecond(43));
        assertThat(decode("82 a474696d65 a23433 a161 01").get(0).time()).isEqualTo(Instant.ofEpochSecond(43));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80",
                "90",
                "01",
                "c0",
                "93 01 02 03",
                "81 a3636f32",
                "81 a3636f32 93 01",
                "81 a3636f32 c0",
                "81 a3636f32 90",
                "81 a3636f32 91 91 01",
                "81 a3636f32 81 a161 01",
                "81 a3636f32 c40101",
                "81 a3636f32 91 c40101",
                "81 a3636f32 d40101",
                "81 a3636f32 d6ff00000000",
                "81 c403636f32 01",
                "81 01 01",
                "81 c0 01",
                "81 a0 01",
                "81 a16f a100",
                "81 a26100 01",
                "81 a161 a3eda080",
                "81 a3eda080 01",
                "81 a161 a1ff",
                "81 a161 cb7ff8000000000000",
                "81 a161 ca7f800000",
                "df 00000001 a161",
                "dfffffffff a161 01",
                "81 a161 ddffffffff 01"
            })
    void refusesWhatIsNoUpload(String hex) {
        Payload payload = Payload.of(TestFiles.parseHex(hex));

        assertThat(Decoding.refusal(UploadMessagePack::decode, payload, PayloadLimits.DEFAULTS)
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void refusesAnObjectThatIsCutShortWhereverItIsCut() {
        byte[] whole = Decoding.messagePack("{\"time_utc\":[43,23],\"co2\":[1223,2351.5],\"box\":\"roof\"}")
                .bytes();

        for (int length = 0; length < whole.length; length++) {
            Payload cut = Payload.of(Arrays.copyOf(whole, length));
            assertThat(Decoding.refusal(UploadMessagePack::decode, cut, PayloadLimits.DEFAULTS)
                            .reason())
                    .isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void refusesEachLimitByItsName() {
        var limits = new PayloadLimits(100, 2, 2, 3, 1);

        for (var upload : Map.of(
                        "{\"a\":1,\"b\":2,\"c\":3}",
                        "too-large: readings-per-observation:",
                        "{\"a\":[1]}",
                        "malformed: json-depth:",
                        "{\"abcd\":1}",
                        "malformed: name-length:",
                        "{\"a\":\"" + "x".repeat(100) + "\"}",
                        "too-large: payload-bytes:")
                .entrySet()) {
            assertThat(Decoding.refusal(UploadMessagePack::decode, Decoding.messagePack(upload.getKey()), limits))
                    .hasMessageStartingWith(upload.getValue());
        }
        assertThat(Decoding.refusal(
                        UploadMessagePack::decode,
                        Decoding.messagePack("{\"a\":[1,2,3]}"),
                        new PayloadLimits(100, 2, 2, 3, 2)))
                .hasMessageStartingWith("too-large: observations-per-payload:");
    }

    private static List<ReportedObservation> decode(String hex) throws Refusal {
        return UploadMessagePack.decode(Payload.of(TestFiles.parseHex(hex)), PayloadLimits.DEFAULTS);
    }
}
