package org.airlog.ingest.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.airlog.ingest.timescale.Rollups.Pass;
import org.junit.jupiter.api.Test;

class RollupMetersTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicLong nanos = new AtomicLong();
    private final RollupMeters meters = new RollupMeters(registry, nanos::get);

    @Test
    void countsHoursAndTellsWhatIsPending() {
        meters.passed(new Pass(3, 20, true));
        meters.passed(new Pass(4, 10, true));

        assertThat(registry.scrape())
                .contains("airlog_ingest_rollup_hours_total 7.0")
                .contains("airlog_ingest_rollup_pending_marks 10.0");
    }

    @Test
    void isBehindUntilAPassLeavesNothing() {
        nanos.set(30_000_000_000L);
        meters.passed(new Pass(3, 20, true));
        assertThat(registry.scrape()).contains("airlog_ingest_rollup_behind_seconds 30.0");

        meters.passed(new Pass(3, 1, false));

        assertThat(registry.scrape()).contains("airlog_ingest_rollup_behind_seconds 0.0");
    }
}
