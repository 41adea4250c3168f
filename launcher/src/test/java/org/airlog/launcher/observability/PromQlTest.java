package org.airlog.launcher.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void findsMetricsAndNothingElse() {
        assertThat(PromQl.metrics("histogram_quantile(0.95, sum by (le, job) (rate(a_seconds_bucket{x=~\"b}c\"}[5m])))"
                        + " / on (y) group_left () (rule:of:ours > 1e3) unless absent(other) offset 1h"))
                .containsExactly("a_seconds_bucket", "other", "rule:of:ours");
    }
}
