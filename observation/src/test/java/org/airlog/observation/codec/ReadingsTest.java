package org.airlog.observation.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of readings, each tried in JSON and, said the same, in MessagePack. */
class ReadingsTest {

    @Test
    void readsEveryObservationInOrder() throws Refusal {
        assertThat(decode("[{\"timestamp\":1485778030,\"readings\":{\"PM2_5\":201.1,\"PM10\":102.0,\"TEMP\":12.7}},"
                        + "{\"timestamp\":1485778031,\"readings\":{\"PM2_5\":202.1}}]"))
                .containsExactly(
                        at("2017-01-30T12:07:10Z", Map.of("PM2_5", 201.1, "PM10", 102.0, "TEMP", 12.7)),
                        at("2017-01-30T12:07:11Z", Map.of("PM2_5", 202.1)));
    }

    @ParameterizedTest
    @CsvSource({
        "1485778030, 2017-01-30T12:07:10Z",
        "1485778030.5, 2017-01-30T12:07:10.5Z",
        "1485778030.123456, 2017-01-30T12:07:10.123456Z",
        "1485778030.1234564, 2017-01-30T12:07:10.123456Z",
        "1.48577803e9, 2017-01-30T12:07:10Z",
        "1485778030123, 2017-01-30T12:07:10.123Z",
        "1485778030123.5, 2017-01-30T12:07:10.1235Z",
        "100000000000, 1973-03-03T09:46:40Z",
        "99999999999, 5138-11-16T09:46:39Z",
        "43, 1970-01-01T00:00:43Z",
        "-0.5, 1969-12-31T23:59:59.5Z",
        "-1, 1969-12-31T23:59:59Z",
        "1000000000000000, +33658-09-27T01:46:40Z"
    })
    void readsSecondsWithAFractionAndMilliseconds(String timestamp, Instant time) throws Refusal {
        assertThat(decode("[{\"timestamp\":" + timestamp + ",\"readings\":{\"PM10\":1}}]"))
                .extracting(ReportedObservation::time)
                .containsExactly(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"timestamp\":null,"})
    void leavesTheTimeToTheServerWhereTheDeviceHasNone(String timestamp) throws Refusal {
        assertThat(decode("[{" + timestamp + "\"readings\":{\"PM10\":1}}]"))
                .extracting(ReportedObservation::time)
                .containsOnlyNulls();
    }

    @Test
    void takesDataForReadingsAndAliasesForNames() throws Refusal {
        assertThat(decode("[{\"data\":{\"pm25\":1,\"PRESS\":1000,\"Co2\":400}}]"))
                .containsExactly(ReportedObservation.at(null, Map.of("PM2_5", 1.0, "PRES", 1000.0, "co2", 400.0)));
    }

    @Test
    void takesNullForAnAbsentReading() throws Refusal {
        assertThat(decode("[{\"readings\":{\"PM10\":null,\"TEMP\":-0.5}}]"))
                .containsExactly(ReportedObservation.at(null, Map.of("TEMP", -0.5)));
    }

    @Test
    void passesOverMembersThatItDoesNotKnow() throws Refusal {
        assertThat(decode("[{\"id\":7,\"note\":[{\"a\":[1,\"b\",null,true]},[]],\"readings\":{\"PM10\":1},\"x\":{}}]"))
                .containsExactly(ReportedObservation.at(null, Map.of("PM10", 1.0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "null",
                "1",
                "\"text\"",
                "[1]",
                "[null]",
                "[[]]",
                "[{}]",
                "[{\"timestamp\":1}]",
                "[{\"readings\":{}}]",
                "[{\"readings\":null}]",
                "[{\"readings\":[1]}]",
                "[{\"readings\":{\"PM10\":null}}]",
                "[{\"readings\":{\"PM10\":\"1\"}}]",
                "[{\"readings\":{\"PM10\":true}}]",
                "[{\"readings\":{\"PM10\":[1]}}]",
                "[{\"readings\":{\"PM10\":{}}}]",
                "[{\"readings\":{\"PM10\":1}},{}]",
                "[{\"readings\":{\"PM25\":1,\"PM2.5\":1}}]",
                "[{\"readings\":{\"PM10\":null,\"pm10\":1}}]",
                "[{\"readings\":{\"PM10\":1},\"data\":{\"TEMP\":1}}]",
                "[{\"readings\":{\"\":1}}]",
                "[{\"readings\":{\" \":1}}]",
                "[{\"readings\":{\"a\\u0000\":1}}]",
                "[{\"readings\":{\"a\\nb\":1}}]",
                "[{\"readings\":{\"a\\u0085\":1}}]",
                "[{\"readings\":{\"lat\":51.5,\"PM10\":1}}]",
                "[{\"readings\":{\"Longitude\":0.1,\"PM10\":1}}]",
                "[{\"timestamp\":\"1485778030\",\"readings\":{\"PM10\":1}}]",
                "[{\"timestamp\":[1],\"readings\":{\"PM10\":1}}]",
                "[{\"timestamp\":1000000000000001,\"readings\":{\"PM10\":1}}]",
                "[{\"timestamp\":-1e16,\"readings\":{\"PM10\":1}}]",
                "[{\"timestamp\":1e300,\"readings\":{\"PM10\":1}}]"
            })
    void refusesWhatBreaksARule(String json) {
        assertThat(refusal(json, Decoding.LIMITS).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void tellsNoPositionInItsRefusal() {
        assertThat(refusal("[{\"readings\":{\"lat\":51.5225}}]", Decoding.LIMITS))
                .hasMessageNotContaining("51");
    }

    @Test
    void refusesEachLimitByItsName() {
        String two = "[{\"readings\":{\"PM10\":1,\"TEMP\":1}},{\"readings\":{\"PM10\":1}}]";

        assertThat(refusal(two, new PayloadLimits(10, 9, 9, 9, 9))).hasMessageStartingWith("too-large: payload-bytes:");
        assertThat(refusal(two, new PayloadLimits(999, 1, 9, 9, 9)))
                .hasMessageStartingWith("too-large: observations-per-payload:");
        assertThat(refusal(two, new PayloadLimits(999, 9, 1, 9, 9)))
                .hasMessageStartingWith("too-large: readings-per-observation:");
        assertThat(refusal(two, new PayloadLimits(999, 9, 9, 3, 9))).hasMessageStartingWith("malformed: name-length:");
        assertThat(refusal(two, new PayloadLimits(999, 9, 9, 9, 2))).hasMessageStartingWith("malformed: json-depth:");
    }

    @Test
    void takesAsMuchAsEachLimitAllows() throws Refusal {
        String readings = IntStream.range(0, 64)
                .mapToObj(i -> "\"" + "n".repeat(61) + (10 + i) + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
        String full =
                "[{\"readings\":" + readings + ",\"x\":[[[[[[]]]]]]}" + ",{\"data\":{\"a\":1}}".repeat(2_499) + "]";

        assertThat(decode(full)).hasSize(2_500);
        assertThat(refusal("[{\"x\":[[[[[[[]]]]]]]}]", Decoding.LIMITS)).hasMessageContaining("json-depth");
        assertThat(refusal(full.replace("]}", "]},{\"data\":{\"a\":1}}"), Decoding.LIMITS))
                .hasMessageContaining("observations-per-payload");
    }

    @Test
    void countsCharactersOfANameAndNotItsUnits() throws Refusal {
        String sixtyThree = "𝒶".repeat(63);

        assertThat(decode("[{\"readings\":{\"" + sixtyThree + "\":1}}]").get(0).readings())
                .containsKey(sixtyThree);
        assertThat(refusal("[{\"readings\":{\"" + sixtyThree + "a\":1}}]", Decoding.LIMITS))
                .hasMessageContaining("name-length");
    }

    @Test
    void writesOnlyWhatItCanSay() {
        var withText = new ReportedObservation(null, Map.of("PM10", 1.0), Map.of("a", "b"), null);
        var withPosition = new ReportedObservation(null, Map.of("PM10", 1.0), Map.of(), new Position(1, 2, null));
        var tooLate = ReportedObservation.at(Instant.parse("5138-11-17T00:00:00Z"), Map.of("PM10", 1.0));

        for (ReportedObservation observation : List.of(withText, withPosition, tooLate)) {
            assertThatThrownBy(() -> ReadingsJson.encode(List.of(observation)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ReadingsMessagePack.encode(List.of(observation)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static ReportedObservation at(String time, Map<String, Double> readings) {
        return ReportedObservation.at(Instant.parse(time), readings);
    }

    /** What both formats read, which must be the same. */
    private static List<ReportedObservation> decode(String json) throws Refusal {
        List<ReportedObservation> fromJson = Decoding.decode(ReadingsJson::decode, json);
        List<ReportedObservation> fromMessagePack =
                ReadingsMessagePack.decode(Decoding.messagePack(json), Decoding.LIMITS);
        assertThat(fromMessagePack).isEqualTo(fromJson);
        assertThat(new ArrayList<>(fromMessagePack.get(0).readings().keySet()))
                .isEqualTo(new ArrayList<>(fromJson.get(0).readings().keySet()));
        return fromJson;
    }

    /** How both formats are refused, which must be for the same reason. */
    private static Refusal refusal(String json, PayloadLimits limits) {
        Refusal ofJson = Decoding.refusal(ReadingsJson::decode, Payload.ofText(json), limits);
        Refusal ofMessagePack = Decoding.refusal(ReadingsMessagePack::decode, Decoding.messagePack(json), limits);
        assertThat(ofMessagePack.reason()).isEqualTo(ofJson.reason());
        return ofJson;
    }
}
