package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.airlog.observation.Payload;
import org.airlog.observation.Position;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of forms. */
class UploadFormTest {

    @Test
    void takesTheValuesOfARepeatedNameForAColumn() throws Refusal {
        assertThat(form("time_utc=43&co2=1223&time_utc=23&co2=2351"))
                .containsExactly(
                        ReportedObservation.at(Instant.ofEpochSecond(43), Map.of("co2", 1223.0)),
                        ReportedObservation.at(Instant.ofEpochSecond(23), Map.of("co2", 2351.0)));
    }

    @Test
    void padsShortColumns() throws Refusal {
        assertThat(form("co2=1&co2=2&temp=20"))
                .containsExactly(reading(Map.of("co2", 1.0, "TEMP", 20.0)), reading(Map.of("co2", 2.0)));
    }

    @Test
    void takesAnEmptyValueForAbsentAndKeepsItsPlace() throws Refusal {
        assertThat(form("co2=&hum=50&co2=2&hum&co2=3"))
                .containsExactly(
                        reading(Map.of("HUM", 50.0)), reading(Map.of("co2", 2.0)), reading(Map.of("co2", 3.0)));
    }

    @Test
    void tellsNumbersFromText() throws Refusal {
        ReportedObservation row =
                form("a=1.5&b=-2.&c=%2B1e3&d=NaN&e=0x10&f=1d&g=+7+&h=1_000").get(0);

        assertThat(row.readings()).isEqualTo(Map.of("a", 1.5, "b", -2.0, "c", 1000.0, "g", 7.0));
        assertThat(row.extra()).isEqualTo(Map.of("d", "NaN", "e", "0x10", "f", "1d", "h", "1_000"));
    }

    @Test
    void readsBlanksAndEscapesInNamesAndValues() throws Refusal {
        assertThat(form("b%6Fx=the+r%C3%B6%6ff%3D1%261%2b&a%20b+c=1&ä=ö"))
                .containsExactly(new ReportedObservation(
                        null, Map.of("a b c", 1.0), Map.of("box", "the röof=1&1+", "ä", "ö"), null));
    }

    @Test
    void splitsAtTheFirstEqualsSignAlone() throws Refusal {
        assertThat(form("box=a=b=").get(0).extra()).isEqualTo(Map.of("box", "a=b="));
    }

    @Test
    void leavesOutEmptyPairs() throws Refusal {
        assertThat(form("&&co2=1&&co2=2&")).containsExactly(reading(Map.of("co2", 1.0)), reading(Map.of("co2", 2.0)));
    }

    @Test
    void letsTheSpellingThatComesUpLaterCountWithAllItsValues() throws Refusal {
        assertThat(form("CO2=1&co2=2&CO2=3&co2=4"))
                .containsExactly(reading(Map.of("co2", 2.0)), reading(Map.of("co2", 4.0)));
    }

    @Test
    void readsPositions() throws Refusal {
        assertThat(form("co2=1&lat=51.5&lon=-0.25&height=35"))
                .containsExactly(
                        new ReportedObservation(null, Map.of("co2", 1.0), Map.of(), new Position(51.5, -0.25, 35.0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "co2",
                "co2=",
                "time_utc=43",
                "=1",
                "%20=1",
                "co2=%",
                "co2=%4",
                "co2=%4&a=1",
                "co2=1%",
                "co2=%zz",
                "co2=%+1",
                "co2=% 1",
                "co2=%-1",
                "%=1",
                "co2=%ff",
                "co2=%C3&a=%A4",
                "co2=%ED%A0%80",
                "co2=%C0%80",
                "note=a%00b",
                "a%00b=1",
                "co2=1e400",
                "time=yesterday&co2=1",
                "lat=1&co2=1"
            })
    void refusesWhatIsNoUpload(String form) {
        assertThat(Decoding.refusal(UploadForm::decode, form).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        var latin1 = Payload.of(new byte[] {'b', 'o', 'x', '=', (byte) 0xE4});

        assertThat(Decoding.refusal(UploadForm::decode, latin1, PayloadLimits.DEFAULTS)
                        .reason())
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void refusesEachLimitByItsName() {
        var limits = new PayloadLimits(1_000, 2, 2, 3, 1);

        for (var upload : Map.of(
                        "a=1&b=2&c=3",
                        "too-large: readings-per-observation:",
                        "a&b&c&d&e&f&g&h&i&j&a&a&a",
                        "too-large: readings-per-observation:",
                        "a=1&a=2&a=3",
                        "too-large: observations-per-payload:",
                        "a&a&a",
                        "too-large: observations-per-payload:",
                        "abcd=1",
                        "malformed: name-length:",
                        "a=" + "x".repeat(1_000),
                        "too-large: payload-bytes:")
                .entrySet()) {
            assertThat(Decoding.refusal(UploadForm::decode, Payload.ofText(upload.getKey()), limits))
                    .hasMessageStartingWith(upload.getValue());
        }
    }

    @Test
    void takesAsMuchAsTheLimitsAllow() throws Refusal {
        String row = IntStream.range(0, 64).mapToObj(i -> "c" + i + "=1").collect(Collectors.joining("&"));

        assertThat(form("time=1&lat=2&lon=3&height=4&time_upload_utc=&matched_checksums=&failed_checksums=&" + row
                        + "&c0=1".repeat(2_499)))
                .hasSize(2_500);
    }

    private static ReportedObservation reading(Map<String, Double> readings) {
        return ReportedObservation.at(null, readings);
    }

    private static List<ReportedObservation> form(String payload) throws Refusal {
        return Decoding.decode(UploadForm::decode, payload);
    }
}
