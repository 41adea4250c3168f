package org.airlog.ingest.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.airlog.ingest.batch.Tally;
import org.junit.jupiter.api.Test;

class IngestMetersTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final IngestMeters meters = new IngestMeters(registry);

    @Test
    void everyOutcomeIsThereFromTheStart() {
        assertThat(registry.scrape())
                .contains("airlog_ingest_observations_total{outcome=\"accepted\"} 0.0")
                .contains("airlog_ingest_observations_total{outcome=\"parked\"} 0.0")
                .contains("airlog_ingest_retries_total{cause=\"database\"} 0.0")
                .contains("airlog_ingest_waiting 0.0")
                .contains("airlog_ingest_database_reachable 0.0");
    }

    @Test
    void storedObservationsAreCountedAndTheNewestIsKnown() {
        meters.stored(new Tally(6, 3, 2, 1, 4), Instant.ofEpochSecond(1_000));
        meters.stored(new Tally(1, 1, 0, 0), Instant.ofEpochSecond(900));

        assertThat(registry.scrape())
                .contains("airlog_ingest_observations_total{outcome=\"accepted\"} 7.0")
                .contains("airlog_ingest_observations_total{outcome=\"inserted\"} 4.0")
                .contains("airlog_ingest_observations_total{outcome=\"merged\"} 2.0")
                .contains("airlog_ingest_observations_total{outcome=\"parked\"} 1.0")
                .contains("airlog_ingest_observations_total{outcome=\"replayed\"} 4.0")
                .contains("airlog_ingest_newest_stored_received_seconds 1000.0")
                .contains("airlog_ingest_database_reachable 1.0");
    }

    @Test
    void aPartitionThatHasGoneToAnotherConsumerIsNoNumber() {
        meters.lag(Map.of(0, 7L, 1, 8L));
        meters.lag(Map.of(1, 9L));

        assertThat(registry.scrape())
                .contains("airlog_ingest_lag_records{partition=\"0\"} NaN")
                .contains("airlog_ingest_lag_records{partition=\"1\"} 9.0");
    }

    @Test
    void readinessTellsWhatIsWaitedFor() {
        meters.databaseAnswered();
        assertThat(meters.readiness(true).isReady()).isTrue();

        meters.retried("database");

        assertThat(meters.readiness(true).isReady()).isFalse();
        assertThat(meters.readiness(false).toJson().strip())
                .isEqualTo("{\"ready\":false,\"reading\":false,\"databaseReachable\":false,\"waitsFor\":\"database\"}");
        meters.goesOn();
        assertThat(meters.readiness(true).waitsFor()).isEmpty();
    }
}
