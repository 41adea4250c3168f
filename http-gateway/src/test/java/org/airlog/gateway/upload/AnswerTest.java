package org.airlog.gateway.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.observation.Reason;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerTest {

    /**
     * The contract's table, row by row: reason, status on OpenSmog's paths, on {@code /upload}, on dialects' paths, on those
     * that ask for a password.
     */
    @ParameterizedTest
    @CsvSource({
        "malformed,                400, 400, 400, 400",
        "time-implausible,         400, 400, 400, 400",
        "value-implausible,        400, 400, 400, 400",
        "topic-invalid,            400, 400, 404, 404",
        "signature-missing,        403, 403, 403, 401",
        "signature-wrong,          401, 403, 401, 401",
        "signature-stale,          401, 403, 401, 401",
        "not-allowed,              403, 403, 403, 403",
        "content-type-unsupported, 415, 400, 415, 415",
        "too-large,                413, 413, 413, 413",
        "over-limit,               429, 429, 429, 429",
        "unavailable,              503, 503, 503, 503",
    })
    void answersEachReasonWithTheStatusOfTheContract(
            String label, int openSmog, int upload, int dialect, int withPassword) {
        var reason = Reason.ofReasonString(label).orElseThrow();

        assertThat(refused(reason, Route.READINGS).status()).isEqualTo(openSmog);
        assertThat(refused(reason, Route.ROGUE_READINGS).status()).isEqualTo(openSmog);
        assertThat(refused(reason, Route.REGISTRATION).status()).isEqualTo(openSmog);
        assertThat(refused(reason, Route.UPLOAD).status()).isEqualTo(upload);
        assertThat(refused(reason, Route.SENSOR_COMMUNITY).status()).isEqualTo(dialect);
        assertThat(refused(reason, Route.OPEN_SENSE_MAP).status()).isEqualTo(dialect);
        assertThat(refused(reason, Route.AIR_ROHR).status()).isEqualTo(withPassword);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void tellsToRetryExactlyWhereResendingHelps(Reason reason) {
        boolean tellsRetry = headerNames(refused(reason, Route.READINGS)).contains("Retry-After");

        assertThat(tellsRetry).isEqualTo(reason.recovery() == Reason.Recovery.RESEND_LATER);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void namesTheSchemesOnEach401AndNowhereElse(Reason reason) {
        var answer = refused(reason, Route.READINGS);

        var challenges = answer.headers().stream()
                .filter(header -> header.isNamed("WWW-Authenticate"))
                .map(Property::value)
                .toList();
        assertThat(challenges).isEqualTo(answer.status() == 401 ? List.of("OpenSmogHash, HMAC-SHA256") : List.of());
    }

    @Test
    void asksAFirmwareForThePasswordAsHttpDoes() {
        assertThat(refused(Reason.SIGNATURE_MISSING, Route.AIR_ROHR).headers())
                .containsExactly(new Property("WWW-Authenticate", "Basic realm=\"airlog\""));
        assertThat(refused(Reason.SIGNATURE_WRONG, Route.OPEN_SENSE_MAP).headers())
                .containsExactly(new Property("WWW-Authenticate", "Token realm=\"airlog\""));
    }

    @ParameterizedTest
    @EnumSource(Route.class)
    void challengesWithEach401(Route route) {
        for (Reason reason : Reason.values()) {
            var answer = refused(reason, route);

            assertThat(headerNames(answer).contains("WWW-Authenticate")).isEqualTo(answer.status() == 401);
        }
    }

    @Test
    void answersAFirmwareAsItExpects() {
        var accepted = new Outcome.Accepted(OptionalInt.of(1), List.of());

        assertThat(Answer.of(accepted, Route.AIR_ROHR)).isEqualTo(new Answer(200, List.of(), Optional.empty(), ""));
        assertThat(Answer.of(accepted, Route.SENSOR_COMMUNITY))
                .isEqualTo(new Answer(201, List.of(), Optional.empty(), ""));
        assertThat(Answer.of(accepted, Route.OPEN_SENSE_MAP))
                .isEqualTo(
                        new Answer(201, List.of(), Optional.of("application/json"), "\"Measurements saved in box\""));
    }

    @ParameterizedTest
    @EnumSource(
            value = Route.class,
            names = {"READINGS", "AIR_ROHR", "SENSOR_COMMUNITY", "OPEN_SENSE_MAP"})
    void describesARefusalAsAProblem(Route route) {
        for (Reason reason : Reason.values()) {
            describesARefusalAsAProblem(reason, route);
        }
    }

    private static void describesARefusalAsAProblem(Reason reason, Route route) {
        var answer = refused(reason, route);

        assertThat(answer.contentType()).contains("application/problem+json");
        assertThat(answer.body())
                .startsWith("{\"title\":\"")
                .contains("\"status\":" + answer.status() + ",\"detail\":\"say \\\"why\\\"\"")
                .endsWith("\"reason\":\"" + reason.label() + "\"}");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void describesARefusedUploadAsItsOwnersKnowIt(Reason reason) {
        var answer = refused(reason, Route.UPLOAD);

        assertThat(answer.contentType()).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + reason.label() + "\",\"detail\":\"say \\\"why\\\"\"}");
    }

    @Test
    void titlesAProblemAsHttpDoes() {
        var titles = EnumSet.allOf(Reason.class).stream()
                .flatMap(reason -> Stream.of(refused(reason, Route.READINGS), refused(reason, Route.AIR_ROHR)))
                .collect(
                        Collectors.toMap(Answer::status, answer -> answer.body().split("\"", 5)[3], (a, b) -> a));

        assertThat(titles)
                .containsEntry(400, "Bad Request")
                .containsEntry(401, "Unauthorized")
                .containsEntry(403, "Forbidden")
                .containsEntry(404, "Not Found")
                .containsEntry(413, "Content Too Large")
                .containsEntry(415, "Unsupported Media Type")
                .containsEntry(429, "Too Many Requests")
                .containsEntry(503, "Service Unavailable")
                .hasSize(8);
    }

    @Test
    void tellsWhenToTryAgainAsTheBrokerSays() {
        var limited = new Outcome.Refused(Reason.OVER_LIMIT, "sensor-publishes, retry in 3 s", OptionalInt.of(3));

        assertThat(Answer.of(limited, Route.READINGS).headers()).containsExactly(new Property("Retry-After", "3"));
        assertThat(refused(Reason.OVER_LIMIT, Route.READINGS).headers())
                .containsExactly(new Property("Retry-After", "60"));
    }

    @Test
    void answersAcceptedReadingsWithNothing() {
        var answer = Answer.of(new Outcome.Accepted(OptionalInt.of(3), List.of()), Route.READINGS);

        assertThat(answer).isEqualTo(new Answer(200, List.of(), Optional.empty(), ""));
    }

    @Test
    void tellsWhichPartWasRefused() {
        var outcome = new Outcome.Accepted(OptionalInt.of(3), List.of("2;time-implausible", "1;value-implausible"));

        assertThat(Answer.of(outcome, Route.READINGS).headers())
                .containsExactly(new Property("Airlog-Refused", "2;time-implausible, 1;value-implausible"));
        assertThat(Answer.of(outcome, Route.UPLOAD).headers())
                .containsExactly(new Property("Airlog-Refused", "2;time-implausible, 1;value-implausible"));
    }

    @Test
    void tellsHowManyRowsAnUploadBrought() {
        var answer = Answer.of(new Outcome.Accepted(OptionalInt.of(2), List.of()), Route.UPLOAD);

        assertThat(answer)
                .isEqualTo(new Answer(200, List.of(), Optional.of("application/json"), "{\"saved-in-db\":2}"));
    }

    @Test
    void doesNotInventANumberOfRows() {
        var answer = Answer.of(new Outcome.Accepted(OptionalInt.empty(), List.of()), Route.UPLOAD);

        assertThat(answer.body()).isEqualTo("{}");
    }

    @Test
    void deliversASecretAsBareTextThatNoCacheKeeps() {
        var answer = Answer.of(new Outcome.Registered(Secret.ofText("00FF")), Route.REGISTRATION);

        assertThat(answer)
                .isEqualTo(new Answer(
                        200, List.of(new Property("Cache-Control", "no-store")), Optional.of("text/plain"), "00FF"));
    }

    @Test
    void describesWhatConcernsNoRoute() {
        var answer = Answer.problem(404, "Not Found", "no such path").with("Allow", "GET");

        assertThat(answer)
                .isEqualTo(new Answer(
                        404,
                        List.of(new Property("Allow", "GET")),
                        Optional.of("application/problem+json"),
                        "{\"title\":\"Not Found\",\"status\":404,\"detail\":\"no such path\"}"));
    }

    private static Answer refused(Reason reason, Route route) {
        return Answer.of(new Outcome.Refused(reason, "say \"why\""), route);
    }

    private static List<String> headerNames(Answer answer) {
        return answer.headers().stream().map(Property::name).toList();
    }
}
