package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.gateway.documented.HttpExamples;
import org.airlog.gateway.documented.HttpExamples.Operation;
import org.airlog.gateway.documented.Specification;
import org.airlog.gateway.upload.Answer;
import org.airlog.gateway.upload.Outcome;
import org.airlog.gateway.upload.Property;
import org.airlog.gateway.upload.Route;
import org.airlog.observation.Reason;
import org.airlog.observation.signature.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code openapi.yaml} has each path and each answer of the gateway, and no other. */
class DocumentedAnswersTest {

    private static final Specification OPENAPI = Specification.openapi();
    private static final List<Operation> OPERATIONS = new HttpExamples(OPENAPI).operations();

    /** Answered by other parts of Airlog, or by the gateway without a broker. */
    private static final Set<String> TAGS_WITHOUT_A_ROUTE = Set.of("operation", "portal");

    @Test
    void namesEachRouteAndNoOther() {
        var documented = OPERATIONS.stream()
                .filter(operation -> !TAGS_WITHOUT_A_ROUTE.contains(
                        operation.node().at("/tags/0").asText()))
                .map(Operation::line);

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Route.values())
                        .map(DocumentedAnswersTest::line)
                        .toList());
    }

    static Stream<Arguments> refusals() {
        return Arrays.stream(Route.values())
                .flatMap(route -> Arrays.stream(Reason.values()).map(reason -> Arguments.of(route, reason)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void describesEachRefusal(Route route, Reason reason) {
        assertDescribed(route, Answer.of(new Outcome.Refused(reason, "why"), route));
    }

    @ParameterizedTest
    @EnumSource
    void describesWhatIsAccepted(Route route) {
        Outcome accepted = route == Route.REGISTRATION
                ? new Outcome.Registered(Secret.ofText("00FF"))
                : new Outcome.Accepted(OptionalInt.of(2), List.of("1;value-implausible", "2;time-implausible"));

        assertDescribed(route, Answer.of(accepted, route));
    }

    @ParameterizedTest
    @EnumSource
    void promisesNoReasonThatIsAnsweredOtherwise(Route route) {
        for (var response : OPENAPI.members(operation(route).node().get("responses"))) {
            for (var type : OPENAPI.members(response.value().path("content"))) {
                JsonNode properties = OPENAPI.follow(type.value().get("schema")).path("properties");
                var labels = Stream.of(properties.at("/reason/enum"), properties.at("/error/enum"))
                        .flatMap(JsonNode::valueStream)
                        .map(JsonNode::asText);

                assertThat(labels).allSatisfy(label -> {
                    Reason reason = Reason.ofReasonString(label).orElseThrow();
                    int status =
                            Answer.of(new Outcome.Refused(reason, ""), route).status();
                    assertThat(Integer.toString(status)).isEqualTo(response.name());
                });
            }
        }
    }

    private static void assertDescribed(Route route, Answer answer) {
        JsonNode response =
                OPENAPI.follow(operation(route).node().get("responses").path(Integer.toString(answer.status())));
        assertThat(response.isObject()).as("response " + answer.status()).isTrue();
        var types = OPENAPI.members(response.path("content")).stream()
                .map(Specification.Member::name)
                .collect(Collectors.toSet());
        assertThat(types).isEqualTo(answer.contentType().stream().collect(Collectors.toSet()));
        var headers = new TreeSet<String>();
        OPENAPI.members(response.path("headers")).forEach(header -> headers.add(header.name()));
        assertThat(headers)
                .containsAll(answer.headers().stream().map(Property::name).toList());
        answer.contentType().filter(type -> type.endsWith("json")).ifPresent(type -> {
            JsonNode schema = response.get("content").get(type).get("schema");
            assertThat(OPENAPI.faults(schema, Specification.json(answer.body())))
                    .isEmpty();
        });
    }

    private static Operation operation(Route route) {
        Optional<Operation> operation = OPERATIONS.stream()
                .filter(each -> each.line().equals(line(route)))
                .findFirst();
        return operation.orElseThrow();
    }

    private static String line(Route route) {
        return route.method() + " " + route.path();
    }
}
