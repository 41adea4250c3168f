package org.airlog.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.airlog.observation.Reason;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The column {@code http} of {@code docs/authorization.csv} is what the gateway answers to each outcome of the door. */
class AuthorizationTableTest {

    private static final Path TABLE = Path.of("../docs/authorization.csv");
    private static final int COMBINATIONS = 2 * 3 * 3 * 3 * 3;

    /** What it is about: path, the door's outcome, the status. */
    record Row(String combination, String path, String outcome, int http) {

        static Row parse(String line) {
            String[] cells = line.split(",", -1);
            return new Row(
                    String.join(",", List.of(cells).subList(0, 6)), cells[3], cells[6], Integer.parseInt(cells[7]));
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream().skip(1).map(Row::parse);
    }

    @Test
    void hasEveryCombinationOnce() throws IOException {
        assertThat(rows().map(Row::combination)).doesNotHaveDuplicates().hasSize(COMBINATIONS);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void answersEachOutcomeAsTheTableSays(Row row) {
        Answer answer = Answer.of(outcome(row.outcome()), route(row.path()));

        assertThat(answer.status()).isEqualTo(row.http());
        assertThat(answer.headers().stream().anyMatch(header -> header.isNamed("WWW-Authenticate")))
                .isEqualTo(row.http() == 401);
    }

    private static Outcome outcome(String word) {
        return switch (word) {
            case "rogue", "signed" -> new Outcome.Accepted(OptionalInt.of(1), List.of());
            case "registered" -> new Outcome.Registered(Secret.ofText("00FF"));
            default -> new Outcome.Refused(Reason.ofReasonString(word).orElseThrow(), "why");
        };
    }

    private static Route route(String path) {
        return switch (path) {
            case "readings" -> Route.READINGS;
            case "rogue" -> Route.ROGUE_READINGS;
            case "registration" -> Route.REGISTRATION;
            default -> throw new IllegalArgumentException(path);
        };
    }
}
