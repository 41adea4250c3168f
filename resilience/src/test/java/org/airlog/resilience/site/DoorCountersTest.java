package org.airlog.resilience.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DoorCountersTest {

    @Test
    void readsPublishesAndObservationsByOutcomeAndReason() {
        var counters = DoorCounters.parse(
                """
                # HELP airlog_broker_publishes_received_total
                # TYPE airlog_broker_publishes_received_total counter
                airlog_broker_publishes_received_total 12.0
                airlog_broker_observations_received_total 1.2E7
                airlog_broker_publishes_total{outcome="accepted",reason="none"} 9.0
                airlog_broker_publishes_total{outcome="refused",reason="over-limit"} 3.0
                airlog_broker_observations_total{outcome="accepted",reason="none"} 1.2E7
                jvm_threads_live 4.0
                """);

        assertThat(counters.received()).isEqualTo(Map.of("publishes", 12L, "observations", 12_000_000L));
        assertThat(counters.outcomes().get("publishes"))
                .isEqualTo(Map.of(
                        "outcome=\"accepted\",reason=\"none\"", 9L, "outcome=\"refused\",reason=\"over-limit\"", 3L));
    }
}
