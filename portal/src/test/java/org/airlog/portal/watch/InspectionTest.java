package org.airlog.portal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.airlog.portal.watch.ProcessState.Kind;
import org.airlog.portal.watch.ProcessState.SpoolState;
import org.junit.jupiter.api.Test;

class InspectionTest {

    private static final URI PROCESS = URI.create("http://127.0.0.1:9095");
    private static final String BROKER =
            """
            airlog_broker_publishes_total{outcome="accepted",reason="none"} 70.0
            airlog_broker_publishes_total{outcome="refused",reason="over-limit"} 2.0
            """;
    private static final String CONSUMER =
            """
            airlog_ingest_lag_records{partition="0"} 5.0
            airlog_ingest_rollup_behind_seconds 1.2
            airlog_ingest_observations_total{outcome="parked"} 1.0
            """;

    @Test
    void aBrokerTellsOfItsSpoolAndOfWhatItRefuses() {
        ProcessState state = inspected(
                200,
                """
                {"ready":true,"registryLoaded":true,"kafkaReachable":false,"missingKeyIds":[],"undecodableRecords":0,
                 "spool":{"state":"spooling","writable":true,"entries":7,"bytes":4096,"oldestAgeSeconds":3,"parkedFiles":2,"damagedFiles":0}}
                """,
                BROKER);

        assertThat(state.kind()).isEqualTo(Kind.BROKER);
        assertThat(state.isReady()).isTrue();
        assertThat(state.details())
                .containsExactly("Kafka does not answer it", "2 files of its spool hold what Kafka refused for good");
        assertThat(state.spool()).contains(new SpoolState("spooling", 7, 4_096));
        assertThat(state.accepted()).hasValue(70);
        assertThat(state.refused()).containsEntry("over-limit", 2L);
        assertThat(state.lag()).isEmpty();
    }

    @Test
    void aConsumerTellsHowFarBehindItIsAndWhatItWaitsFor() {
        ProcessState state = inspected(
                503,
                "{\"ready\":false,\"reading\":true,\"databaseReachable\":false,\"waitsFor\":\"database\"}",
                CONSUMER);

        assertThat(state.kind()).isEqualTo(Kind.CONSUMER);
        assertThat(state.isReady()).isFalse();
        assertThat(state.details()).containsExactly("the database does not answer it", "waits for the database");
        assertThat(state.lag()).hasValue(5);
        assertThat(state.behindSeconds()).hasValue(1);
        assertThat(state.parked()).hasValue(1);
        assertThat(state.spool()).isEmpty();
    }

    @Test
    void aKeyThatIsMissingIsNamed() {
        assertThat(inspected(503, "{\"registryLoaded\":true,\"missingKeyIds\":[\"k2\"]}", BROKER)
                        .details())
                .containsExactly("has not been given the sealing keys [\"k2\"]");
    }

    @Test
    void aGatewayThatIsNotReadySaysWhy() {
        ProcessState state =
                inspected(503, "{\"title\":\"x\",\"detail\":\"the broker cannot be reached\"}", "airlog_gateway_x 1");

        assertThat(state.kind()).isEqualTo(Kind.GATEWAY);
        assertThat(state.details()).containsExactly("the broker cannot be reached");
    }

    @Test
    void whatDoesNotAnswerIsNotReady() {
        ProcessState state = Inspection.of(PROCESS, Optional.empty(), Optional.empty());

        assertThat(state.isReady()).isFalse();
        assertThat(state.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(state.details()).containsExactly("does not answer");
    }

    @Test
    void whatIsNoneOfOursIsShownAsThat() {
        ProcessState state = inspected(404, "<html>[[[", "<html>");

        assertThat(state.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(state.details()).containsExactly("answers 404");
    }

    @Test
    void theRefusedOfAllBrokersAreOneSum() {
        var state = inspected(200, "{}", BROKER);

        assertThat(StateJson.of(List.of(state, state)))
                .contains("\"refused\":{\"over-limit\":4}", "\"kind\":\"broker\",\"ready\":true,\"accepted\":70")
                .doesNotContain("spool", "lag", "detail");
    }

    private static ProcessState inspected(int status, String ready, String metrics) {
        return Inspection.of(PROCESS, Optional.of(new Reply(status, ready)), Optional.of(new Reply(200, metrics)));
    }
}
