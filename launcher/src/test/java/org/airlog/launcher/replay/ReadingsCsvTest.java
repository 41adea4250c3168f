package org.airlog.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.ReportedObservation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingsCsvTest {

    @Test
    void leavesOutEmptyCellsAndRowsWithoutAReading() throws CommandFailedException {
        assertThat(read("time_utc,CO,NO2\n1041379200,0.79,\n1041382800,,\n1041386400,,53.55\n"))
                .containsExactly(
                        ReportedObservation.at(Instant.ofEpochSecond(1041379200), Map.of("CO", 0.79)),
                        ReportedObservation.at(Instant.ofEpochSecond(1041386400), Map.of("NO2", 53.55)));
    }

    @Test
    void takesAliasesAnyCaseQuotesCrLfAndAByteOrderMark() throws CommandFailedException {
        assertThat(read("\uFEFF\"Time_UTC\",pm2.5,Wind_Speed\r\n1,\"2.5\", 3 \r\n"))
                .containsExactly(
                        ReportedObservation.at(Instant.ofEpochSecond(1), Map.of("PM2_5", 2.5, "wind_speed", 3.0)));
    }

    @ParameterizedTest
    @CsvSource({
        "1485778030, 2017-01-30T12:07:10Z",
        "1485778030.25, 2017-01-30T12:07:10.250Z",
        "-1.5, 1969-12-31T23:59:58.500Z",
        "2017-01-30T13:07:10+01:00, 2017-01-30T12:07:10Z",
    })
    void readsTimesAsUnixSecondsOrIso8601(String cell, Instant time) throws CommandFailedException {
        assertThat(read("time,CO\n" + cell + ",1\n")).containsExactly(ReportedObservation.at(time, Map.of("CO", 1.0)));
    }

    @Test
    void shiftsEveryTime() throws CommandFailedException {
        var csv = new ByteArrayInputStream("time_utc,CO\n0,1\n".getBytes(StandardCharsets.UTF_8));
        try (var readings = ReadingsCsv.open(csv, Duration.ofDays(-7))) {
            assertThat(readings.next().orElseThrow().time()).isEqualTo(Instant.parse("1969-12-25T00:00:00Z"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                              | the file is empty",
                "CO,NO2@1,2                      | no column time_utc",
                "time_utc,PM25,PM2_5@1,2,3       | more than one column for PM2_5",
                "time_utc,@1,2                   | a column without a name",
                "time_utc,CO@1,2@2,n/a           | line 3: 'n/a' under CO is not a number",
                "time_utc,CO@1,NaN               | line 2: 'NaN' under CO is not a number",
                "time_utc,CO@1,2,3               | line 2: 3 cells under a header of 2 columns",
                "time_utc,CO@2017-01-30T12:00,1  | line 2: '2017-01-30T12:00' is neither",
                "time_utc,CO@,1                  | line 2: '' is neither",
                "time_utc,CO@100000000000,1      | line 2: '100000000000' is neither",
                "time_utc,CO@9999-01-01T00:00Z,1 | line 2: '9999-01-01T00:00Z' is neither",
            })
    void tellsTheLineOfAFault(String lines, String told) {
        assertThatThrownBy(() -> read(lines.replace('@', '\n')))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining(told);
    }

    private static List<ReportedObservation> read(String csv) throws CommandFailedException {
        var all = new ArrayList<ReportedObservation>();
        var stream = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        try (var readings = ReadingsCsv.open(stream, Duration.ZERO)) {
            for (var next = readings.next(); next.isPresent(); next = readings.next()) {
                all.add(next.get());
            }
        }
        return all;
    }
}
