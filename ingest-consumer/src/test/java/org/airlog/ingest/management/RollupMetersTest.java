package org.airlog.ingest.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.airlog.ingest.timescale.Rollups.Pass;
import org.airlog.management.ProcessMeters;
import org.junit.jupiter.api.Test;

class RollupMetersTest {

    private final ProcessMeters shown = ProcessMeters.of("consumer");
    private final AtomicLong nanos = new AtomicLong();
    private final RollupMeters meters = new RollupMeters(shown.registry(), nanos::get);

    @Test
    void countsHoursAndTellsWhatIsPending() {
        meters.passed(new Pass(3, 20, true));
        meters.passed(new Pass(4, 10, true));

        assertThat(shown.scrape())
                .contains("airlog_ingest_rollup_hours_total 7.0")
                .contains("airlog_ingest_rollup_pending_marks 10.0");
    }

    @Test
    void isBehindUntilAPassLeavesNothing() {
        nanos.set(30_000_000_000L);
        meters.passed(new Pass(3, 20, true));
        assertThat(shown.scrape()).contains("airlog_ingest_rollup_behind_seconds 30.0");

        meters.passed(new Pass(3, 1, false));

        assertThat(shown.scrape()).contains("airlog_ingest_rollup_behind_seconds 0.0");
    }
}
