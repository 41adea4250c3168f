package org.airlog.portal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationQueryTest {

    private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");
    private static final Optional<Instant> LAST = Optional.of(Instant.parse("2024-05-31T06:00:00Z"));

    @Test
    void asksForTheDayUpToTheLastObservation() throws Exception {
        var range = ObservationQuery.ofPage("").range(LAST, NOW);

        assertThat(range.from()).isEqualTo("2024-05-30T06:00:00.000001Z");
        assertThat(range.to()).isEqualTo("2024-05-31T06:00:00.000001Z");
        assertThat(ObservationQuery.ofPage("").range(Optional.empty(), NOW).to())
                .isEqualTo("2024-06-01T00:00:00.000001Z");
    }

    @Test
    void staysARangeWhenItBeginsBehindTheLastObservation() throws Exception {
        var range = ObservationQuery.ofPage("from=2024-05-31T07:00:00Z").range(LAST, NOW);

        assertThat(range.from()).isBefore(range.to());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2024-05-01T00:00:00Z&bucket=raw                    | RAW",
                "from=2024-04-01T00:00:00Z&to=2024-05-03T00:00:00Z&bucket=raw | from",
                "from=2024-04-01T00:00:00Z&to=2024-05-03T00:00:00Z&bucket=PT5M | from",
                "from=2023-05-31T00:00:00Z&bucket=hour                   | HOUR",
                "from=2023-01-01T00:00:00Z&bucket=hour                   | from",
                "from=2010-01-01T00:00:00Z&bucket=day                    | DAY",
                "from=2000-01-01T00:00:00Z&bucket=day                    | from",
                "from=2010-01-01T00:00:00Z                               | DAY",
                "from=2024-05-29T12:00:00Z                               | RAW",
                "from=2024-05-01T00:00:00Z&bucket=PT1M                   | bucket",
                "from=2024-05-31T00:00:00Z&percentiles=true              | MINUTES_15",
                "from=2024-05-31T00:00:00Z&percentiles=true&bucket=raw   | percentiles",
                "from=2024-04-01T00:00:00Z&percentiles=true&bucket=day   | percentiles"
            })
    void boundsWhatOneAnswerSpans(String query, String bucketOrFault) throws Exception {
        var parsed = ObservationQuery.ofPage(query);
        var range = parsed.range(LAST, NOW);
        String known;
        try {
            known = parsed.bucket(range, 4).name();
        } catch (RefusedQueryException e) {
            known = e.parameter();
        }

        assertThat(known).isEqualTo(bucketOrFault);
    }

    @Test
    void saysWhatToAskForInstead() throws Exception {
        var query = ObservationQuery.ofPage("from=2024-03-01T00:00:00Z&bucket=raw");

        assertThatThrownBy(() -> query.bucket(query.range(LAST, NOW), 1))
                .hasMessage(
                        "from: one answer spans at most 31 days of bucket=raw: ask for a shorter range, or bucket=PT1H,"
                                + " or for observations.csv");
    }

    @Test
    void refusesARangeThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> ObservationQuery.ofPage("from=2024-05-31T06:00:00Z&to=2024-05-31T06:00:00Z"))
                .hasMessage("to: expected a time after from");
    }

    @Test
    void goesOnWhereThePageBeforeEnded() throws Exception {
        Instant time = Instant.parse("2024-05-31T06:00:00.123456Z");

        var next = ObservationQuery.ofPage("cursor=" + ObservationQuery.cursorAfter(time));

        assertThat(next.after()).contains(time);
    }

    @ParameterizedTest
    @CsvSource({"nonsense!", "bm9uc2Vuc2U", "c2FiYw", "bzE3eA", "bw", "bzkyMjMzNzIwMzY4NTQ3NzU4MDc5OTk5"})
    void refusesACursorThatIsNone(String cursor) {
        assertThatThrownBy(() -> ObservationQuery.ofPage("cursor=" + cursor))
                .hasMessage("cursor: expected the value of next of the page before");
    }

    @Test
    void takesNoPagingForAFile() {
        assertThatThrownBy(() -> ObservationQuery.ofFile("limit=5")).hasMessageStartingWith("limit: unknown");
    }

    @Test
    void knowsTheTypesThatThereAre() throws Exception {
        var pm = new ReadingKind("PM2_5", "pm2_5", "µg/m³", "", true);
        var temp = new ReadingKind("TEMP", "temp", "°C", "", true);

        assertThat(ObservationQuery.ofPage("").chosen(List.of(), List.of(temp))).containsExactly(temp);
        assertThat(ObservationQuery.ofPage("types=TEMP,PM2_5").chosen(List.of(pm, temp), List.of()))
                .containsExactly(temp, pm);
        var unknown = ObservationQuery.ofPage("types=pm2_5");
        assertThatThrownBy(() -> unknown.chosen(List.of(pm, temp), List.of()))
                .hasMessageStartingWith("types: expected");
    }
}
