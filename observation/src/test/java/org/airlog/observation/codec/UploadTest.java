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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of uploads that all formats share, and those of JSON and CSV; the published examples are in {@link
 * UploadVectorsTest}.
 */
class UploadTest {

    @Test
    void takesAScalarForAColumnOfOneAndPadsShortColumns() throws Refusal {
        assertThat(json("{\"co2\":[1,2,3],\"temp\":20,\"hum\":[null,50]}"))
                .containsExactly(
                        reading(Map.of("co2", 1.0, "TEMP", 20.0)),
                        reading(Map.of("co2", 2.0, "HUM", 50.0)),
                        reading(Map.of("co2", 3.0)));
    }

    @Test
    void letsTheLaterOfTwoColumnsWithOneNameCount() throws Refusal {
        assertThat(json("{\"CO2\":[1,2],\"co2\":3,\"pm25\":1,\"PM2_5\":2,\"pm25\":4}"))
                .containsExactly(reading(Map.of("co2", 3.0, "PM2_5", 4.0)));
        assertThat(csv("CO2,co2\n1,2\n3,\n5,6"))
                .containsExactly(reading(Map.of("co2", 2.0)), reading(Map.of("co2", 6.0)));
    }

    @Test
    void keepsTextAndTruthBesideTheReadings() throws Refusal {
        var expected =
                new ReportedObservation(null, Map.of("co2", 400.0), Map.of("box", "roof", "heating", "true"), null);

        assertThat(json("{\"box\":\"roof\",\"heating\":true,\"co2\":400}")).containsExactly(expected);
        assertThat(csv("box,heating,co2\nroof,true,400\n")).containsExactly(expected);
    }

    @Test
    void tellsNumbersFromTextInCsv() throws Refusal {
        ReportedObservation row = csv("a,b,c,d,e,f,g,h,i\n 1.5 ,-2.,.5,+1e3,NaN,0x10,1d,Infinity,\"7\"")
                .get(0);

        assertThat(row.readings()).isEqualTo(Map.of("a", 1.5, "b", -2.0, "c", 0.5, "d", 1000.0, "i", 7.0));
        assertThat(row.extra()).isEqualTo(Map.of("e", "NaN", "f", "0x10", "g", "1d", "h", "Infinity"));
    }

    @Test
    void leavesOutRowsInWhichNothingWasMeasured() throws Refusal {
        assertThat(json("{\"time_utc\":[1,2,3],\"co2\":[1,null,3],\"note\":[null,\"\",null]}"))
                .extracting(ReportedObservation::readings)
                .containsExactly(Map.of("co2", 1.0), Map.of("co2", 3.0));
    }

    @ParameterizedTest
    @CsvSource({
        "43, 1970-01-01T00:00:43Z",
        "1485778030.25, 2017-01-30T12:07:10.250Z",
        "1485778030123, 2017-01-30T12:07:10.123Z",
        "2017-01-30T12:07:10Z, 2017-01-30T12:07:10Z",
        "2017-01-30t12:07:10z, 2017-01-30T12:07:10Z",
        "2017-01-30T12:07:10, 2017-01-30T12:07:10Z",
        "2017-01-30 12:07:10, 2017-01-30T12:07:10Z",
        "2017-01-30 12:07, 2017-01-30T12:07:00Z",
        "2017-01-30T12:07:10.123456789Z, 2017-01-30T12:07:10.123456Z",
        "2017-01-30T12:07:10+01:00, 2017-01-30T11:07:10Z",
        "2017-01-30T12:07:10-0330, 2017-01-30T15:37:10Z"
    })
    void readsUnixSecondsAndIso8601(String written, Instant time) throws Refusal {
        assertThat(csv("time_utc,co2\n" + written + ",1").get(0).time()).isEqualTo(time);
        assertThat(csv("co2,TIME\n1,\"" + written + "\"").get(0).time()).isEqualTo(time);
        assertThat(json("{\"time_utc\":\"" + written + "\",\"co2\":1}").get(0).time())
                .isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2017-01-30",
                "12:07:10",
                "2017-02-30T12:07:10Z",
                "2017-01-30T25:07:10Z",
                "2017-01-30T12:07:10 CET",
                "2017-01-30T 12:07:10",
                "2017-01-3012:07:10",
                "+999999999-01-30T12:07:10Z",
                "1e300",
                "1000000000000001",
                "-1000000000000001"
            })
    void refusesATimeThatNobodyCanRead(String written) {
        assertThat(Decoding.refusal(UploadCsv::decode, "time_utc,co2\n" + written + ",1"))
                .hasMessageStartingWith("malformed: time of row 1");
    }

    @Test
    void readsPositions() throws Refusal {
        var expected = new ReportedObservation(null, Map.of("co2", 1.0), Map.of(), new Position(51.5, -0.25, 35.0));

        assertThat(json("{\"lat\":51.5,\"lon\":-0.25,\"height\":35,\"co2\":1}")).containsExactly(expected);
        assertThat(csv("Latitude,Lng,height,co2\n51.5,-0.25,35,1")).containsExactly(expected);
        assertThat(csv("lat,lon\n51.5,-0.25").get(0).position()).isEqualTo(new Position(51.5, -0.25, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lat,co2\n51.5225,1",
                "lon,co2\n51.5225,1",
                "height,co2\n51.5225,1",
                "lat,lon,co2\n51.5225,,1",
                "lat,lon,co2\n51.5225,180.1,1",
                "lat,lon,co2\n91.5225,1,1",
                "lat,lon,height,co2\n51.5225,1,1e9,1",
                "lat,lon,co2\n51.5225N,1,1"
            })
    void refusesAPositionThatIsNoneWithoutTellingIt(String csv) {
        assertThat(Decoding.refusal(UploadCsv::decode, csv))
                .hasMessageStartingWith("malformed:")
                .hasMessageNotContaining("5225")
                .hasMessageNotContaining("180.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{}",
                "{\"co2\":[]}",
                "{\"co2\":null}",
                "{\"time_utc\":[1,2]}",
                "{\"co2\":[[1]]}",
                "{\"co2\":{\"a\":1}}",
                "{\"\":1}",
                "{\"a\\u0000b\":1}",
                "{\"co2\":\"a\\u0000b\"}",
                "{\"co2\":\"\\ud800\"}",
                "{\"co2\":1e400}",
                "{\"co2\":1}{}",
                "{\"co2\":1"
            })
    void refusesJsonThatIsNoUpload(String json) {
        assertThat(Decoding.refusal(UploadJson::decode, json).reason()).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "co2",
                "co2\n\n",
                "time_utc\n1\n",
                "co2\n1,2",
                "co2,\n1,2",
                "co2\n\"1",
                "co2\n\"1\"2",
                "co2\n1\"2\"",
                "co2\r1\r",
                "co2\n1e400",
                "co2,a\n1,\u0000",
                "c\u0000,a\n1,2"
            })
    void refusesCsvThatIsNoUpload(String csv) {
        assertThat(Decoding.refusal(UploadCsv::decode, csv).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void readsCsvAsRfc4180AndSpreadsheetsWriteIt() throws Refusal {
        assertThat(csv("\uFEFF\"note\", co2 \r\n\"a \"\"b\"\", c\r\nd\",1\r\n\r\nplain,2\r\n,3"))
                .containsExactly(
                        new ReportedObservation(null, Map.of("co2", 1.0), Map.of("note", "a \"b\", c\r\nd"), null),
                        new ReportedObservation(null, Map.of("co2", 2.0), Map.of("note", "plain"), null),
                        reading(Map.of("co2", 3.0)));
    }

    @Test
    void padsACsvRowThatIsShorterThanTheHeader() throws Refusal {
        assertThat(csv("a,b\n1\n2,3")).containsExactly(reading(Map.of("a", 1.0)), reading(Map.of("a", 2.0, "b", 3.0)));
    }

    @Test
    void refusesEachLimitByItsName() {
        var limits = new PayloadLimits(1_000, 2, 2, 3, 1);

        for (var upload : Map.of(
                        "{\"a\":1,\"b\":2,\"c\":3}",
                        "too-large: readings-per-observation:",
                        "{\"a\":[1,2,3]}",
                        "malformed: json-depth:",
                        "{\"abcd\":1}",
                        "malformed: name-length:",
                        "{\"a\":\"" + "x".repeat(1_000) + "\"}",
                        "too-large: payload-bytes:")
                .entrySet()) {
            assertThat(Decoding.refusal(UploadJson::decode, Payload.ofText(upload.getKey()), limits))
                    .hasMessageStartingWith(upload.getValue());
        }
        for (var upload : Map.of(
                        "a,b,c\n1,2,3", "too-large: readings-per-observation:",
                        "a\n1\n2\n3", "too-large: observations-per-payload:",
                        "a\n1,,,,,,,,,", "too-large: readings-per-observation:",
                        "abcd\n1", "malformed: name-length:")
                .entrySet()) {
            assertThat(Decoding.refusal(UploadCsv::decode, Payload.ofText(upload.getKey()), limits))
                    .hasMessageStartingWith(upload.getValue());
        }
    }

    @Test
    void takesAsMuchAsTheLimitsAllow() throws Refusal {
        String header = IntStream.range(0, 64)
                .mapToObj(i -> "c" + i)
                .collect(Collectors.joining(",", "time_utc,lat,lon,height,", "\n"));
        String row = "1,2,3,4," + IntStream.range(0, 64).mapToObj(i -> "1").collect(Collectors.joining(",")) + "\n";

        assertThat(csv(header + row + "1,2,3,4,5\n".repeat(2_499))).hasSize(2_500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"matched_checksums", "Failed_Checksums", "time_upload_utc"})
    void passesOverWhatTheServerSaysItself(String name) throws Refusal {
        assertThat(json("{\"co2\":1,\"" + name + "\":[\"sha256\",\"md5\"]}"))
                .containsExactly(reading(Map.of("co2", 1.0)));
        assertThat(csv(name + ",co2\n1,1")).containsExactly(reading(Map.of("co2", 1.0)));
        assertThat(Decoding.refusal(UploadCsv::decode, name + "\nsha256").reason())
                .isEqualTo(Reason.MALFORMED);
    }

    private static ReportedObservation reading(Map<String, Double> readings) {
        return ReportedObservation.at(null, readings);
    }

    private static List<ReportedObservation> json(String payload) throws Refusal {
        return Decoding.decode(UploadJson::decode, payload);
    }

    private static List<ReportedObservation> csv(String payload) throws Refusal {
        return Decoding.decode(UploadCsv::decode, payload);
    }
}
