package org.airlog.portal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    private static final List<String> KNOWN = List.of("from", "limit", "types");

    @Test
    void namesAnUnknownOneAndSaysWhichThereAre() {
        assertThatThrownBy(() -> Parameters.of("form=1", KNOWN))
                .isInstanceOf(RefusedQueryException.class)
                .hasMessage("form: unknown, expected from, limit, types");
        assertThatThrownBy(() -> Parameters.of("x", List.of())).hasMessage("x: this path takes no parameters");
    }

    @Test
    void refusesOneThatIsGivenTwice() {
        assertThatThrownBy(() -> Parameters.of("limit=1&limit=2", KNOWN))
                .hasMessage("limit: given twice, expected once");
    }

    @Test
    void quotesOnlyABeginningOfALongName() {
        assertThatThrownBy(() -> Parameters.of("x".repeat(1_000), KNOWN))
                .isInstanceOfSatisfying(RefusedQueryException.class, e -> assertThat(e.parameter())
                        .hasSize(41));
    }

    @Test
    void refusesAVeryLongQuery() {
        assertThatThrownBy(() -> Parameters.of("from=" + "1".repeat(3_000), KNOWN))
                .isInstanceOf(RefusedQueryException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-31T06:00:00Z, 2024-05-31T06:00:00Z",
        "2024-05-31T08:00:00%2B02:00, 2024-05-31T06:00:00Z",
        "2024-05-31T08:00:00+02:00, 2024-05-31T06:00:00Z",
        "2024-05-31T06:00:00.123456789Z, 2024-05-31T06:00:00.123456Z"
    })
    void readsTimesWithTheirZone(String text, String time) throws Exception {
        assertThat(Parameters.of("from=" + text, KNOWN).time("from")).contains(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2024-05-31",
                "2024-05-31T06:00:00",
                "1717135200",
                "+999999999-01-01T00:00:00Z",
                "0001-01-01T00:00:00Z"
            })
    void refusesOtherTimes(String text) throws Exception {
        var parameters = Parameters.of("from=" + text.replace("+", "%2B"), KNOWN);

        assertThatThrownBy(() -> parameters.time("from")).hasMessageStartingWith("from: expected a time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "11", "ten", "99999999999", "1.5"})
    void refusesALimitOutOfBounds(String text) throws Exception {
        var parameters = Parameters.of("limit=" + text, KNOWN);

        assertThatThrownBy(() -> parameters.limit(5, 10)).hasMessage("limit: expected a whole number from 1 to 10");
    }

    @Test
    void readsListsWithoutDoubles() throws Exception {
        assertThat(Parameters.of("types=A,B%2CA,,", KNOWN).list("types", 5)).containsExactly("A", "B");
        assertThat(Parameters.of("types=", KNOWN).list("types", 5)).isEmpty();
        var many = Parameters.of("types=A,B,C", KNOWN);
        assertThatThrownBy(() -> many.list("types", 2)).hasMessage("types: at most 2 values");
    }
}
