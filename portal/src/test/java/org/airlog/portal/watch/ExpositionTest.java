package org.airlog.portal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {

    @Test
    void addsUpWhatHasTheNameAndTheLabels() {
        var told = Exposition.parse(
                """
                # HELP airlog_broker_publishes_total
                # TYPE airlog_broker_publishes_total counter
                airlog_broker_publishes_total{outcome="accepted",reason="none"} 12.0
                airlog_broker_publishes_total{outcome="refused",reason="malformed",} 3.0 1700000000000
                airlog_broker_publishes_total{outcome="refused",reason="too-large"} 0.0
                airlog_ingest_lag_records{partition="0"} 1.5E3
                airlog_ingest_lag_records{partition="1"} 4
                """);

        assertThat(told.sum("airlog_broker_publishes_total", Map.of("outcome", "accepted")))
                .hasValue(12);
        assertThat(told.above0("airlog_broker_publishes_total", Map.of("outcome", "refused"), "reason"))
                .containsExactly(Map.entry("malformed", 3L));
        assertThat(told.sum("airlog_ingest_lag_records")).hasValue(1_504);
        assertThat(told.sum("airlog_ingest_rollup_behind_seconds")).isEmpty();
    }

    @Test
    void aPartitionThatHasGoneElsewhereIsNoNumber() {
        assertThat(Exposition.parse("airlog_ingest_lag_records{partition=\"0\"} NaN")
                        .sum("airlog_ingest_lag_records"))
                .isEmpty();
    }

    @Test
    void whatIsNoSampleIsNotThere() {
        var told = Exposition.parse("airlog_ingest_lag_records{partition=\"0\" 3\nairlog_ingest_lag_records +Inf\n"
                + "airlog_ingest_lag_records{p=\"" + "x".repeat(1_000) + "\"} 3\nprocess_cpu 3\n<html>\n{}");

        assertThat(told.hasAny("airlog_")).isFalse();
        assertThat(told.hasAny("process_")).isFalse();
    }
}
