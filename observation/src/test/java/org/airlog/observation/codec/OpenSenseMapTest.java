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
import org.airlog.observation.TestFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenSenseMapTest {

    private static final String BOX = "5a8d1c0e9fd3c200197ae0";
    private static final Map<String, String> SENSORS =
            Map.of(BOX + "01", "TEMP", BOX + "02", "HUM", BOX + "03", "PRES", BOX + "04", "PM10", BOX + "05", "PM2_5");
    private static final Instant TIME = Instant.parse("2024-06-14T10:11:12Z");

    @Test
    void readsThePaddedLinesOfASenseBox() throws Refusal {
        assertThat(file("opensensemap-sensebox.csv"))
                .containsExactly(ReportedObservation.at(
                        null, Map.of("TEMP", 12.7, "HUM", 71.9, "PRES", 1013.25, "PM10", 3.0, "PM2_5", 1.35)));
    }

    @Test
    void makesOneObservationOfWhatWasMeasuredAtOneTimeAndLocatesIt() throws Refusal {
        assertThat(file("opensensemap-mobile.csv"))
                .containsExactly(
                        new ReportedObservation(
                                TIME,
                                Map.of("PM10", 3.0, "PM2_5", 1.35),
                                Map.of(),
                                new Position(51.9723, 7.6842, 66.6)),
                        new ReportedObservation(
                                TIME.plusSeconds(60),
                                Map.of("PM10", 4.0),
                                Map.of(),
                                new Position(51.9724, 7.6843, null)));
    }

    @Test
    void readsAnArrayOfMeasurementsInItsOrder() throws Refusal {
        assertThat(file("opensensemap-array.json"))
                .containsExactly(
                        new ReportedObservation(null, Map.of("TEMP", 12.7), Map.of(BOX + "ff", "7"), null),
                        new ReportedObservation(
                                TIME.plusMillis(345),
                                Map.of("HUM", 71.9, "PM10", 3.0),
                                Map.of(),
                                new Position(51.9723, 7.6842, null)),
                        new ReportedObservation(
                                Instant.parse("2024-06-14T10:13:00Z"),
                                Map.of("PM2_5", 1.35),
                                Map.of(),
                                new Position(51.9725, 7.6844, 60.0)));
    }

    @Test
    void readsAnObjectBySensor() throws Refusal {
        assertThat(file("opensensemap-object.json"))
                .containsExactly(
                        ReportedObservation.at(null, Map.of("TEMP", 12.7, "HUM", 71.9)),
                        new ReportedObservation(
                                TIME,
                                Map.of("PM10", 3.0, "PM2_5", 1.35),
                                Map.of(),
                                new Position(51.9723, 7.6842, 66.6)));
    }

    @Test
    void makesAnObservationOfEachValueWhereOneSensorMeasuredTwiceWithoutATime() throws Refusal {
        assertThat(csv(BOX + "01,1\n" + BOX + "02,50\n" + BOX + "01,2\n"))
                .containsExactly(
                        ReportedObservation.at(null, Map.of("TEMP", 1.0, "HUM", 50.0)),
                        ReportedObservation.at(null, Map.of("TEMP", 2.0)));
    }

    @Test
    void takesAPlaceThatIsNoneForAbsent() throws Refusal {
        assertThat(csv(BOX + "01,1,,900,51\n")).containsExactly(ReportedObservation.at(null, Map.of("TEMP", 1.0)));
        assertThat(json("[{\"sensor\":\"" + BOX + "01\",\"value\":1,\"location\":[7.6]}]"))
                .containsExactly(ReportedObservation.at(null, Map.of("TEMP", 1.0)));
        assertThat(json("[{\"sensor\":\"" + BOX + "01\",\"value\":1,\"location\":\"home\"}]"))
                .containsExactly(ReportedObservation.at(null, Map.of("TEMP", 1.0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                BOX + "01",
                BOX + "01,",
                BOX + "01,nan",
                ",1",
                BOX + "01,1,,7,51,60,9",
                BOX + "01,1,yesterday",
                BOX + "01,1,2024-06-14T10:11:12Z,\"7"
            })
    void refusesLinesThatSayNothing(String lines) {
        assertThat(Decoding.refusal(OpenSenseMapTest::csv, lines).reason()).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "[]",
                "{}",
                "[1]",
                "[{\"value\":1}]",
                "[{\"sensor\":5,\"value\":1}]",
                "[{\"sensor\":\"a\"}]",
                "[{\"sensor\":\"a\",\"value\":1,\"createdAt\":\"noon\"}]",
                "{\"a\":[1,null,null,4]}",
                "{\"a\":null}"
            })
    void refusesJsonThatSaysNothing(String payload) {
        assertThat(Decoding.refusal(OpenSenseMapTest::json, payload).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void takesAsManyTimesAsAPayloadMayHaveObservationsAndNoMore() throws Refusal {
        int most = Decoding.LIMITS.maxObservations();

        assertThat(csv(times(most))).hasSize(most);
        assertThat(Decoding.refusal(OpenSenseMapTest::csv, times(most + 1)).reason())
                .isEqualTo(Reason.TOO_LARGE);
    }

    private static String times(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> BOX + "01,1," + TIME.plusSeconds(i) + "\n")
                .collect(Collectors.joining());
    }

    private static List<ReportedObservation> file(String name) throws Refusal {
        Payload payload = TestFiles.payload("dialects/" + name);
        return name.endsWith(".csv") ? csv(payload, Decoding.LIMITS) : json(payload, Decoding.LIMITS);
    }

    private static List<ReportedObservation> csv(String lines) throws Refusal {
        return csv(Payload.ofText(lines), Decoding.LIMITS);
    }

    private static List<ReportedObservation> csv(Payload payload, PayloadLimits limits) throws Refusal {
        return OpenSenseMapCsv.decode(payload, limits, SENSORS);
    }

    private static List<ReportedObservation> json(String payload) throws Refusal {
        return json(Payload.ofText(payload), Decoding.LIMITS);
    }

    private static List<ReportedObservation> json(Payload payload, PayloadLimits limits) throws Refusal {
        return OpenSenseMapJson.decode(payload, limits, SENSORS);
    }
}
