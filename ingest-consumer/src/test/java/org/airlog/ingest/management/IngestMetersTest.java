package org.airlog.ingest.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.airlog.ingest.batch.Tally;
import org.airlog.management.ProcessMeters;
import org.junit.jupiter.api.Test;

class IngestMetersTest {

    private final AtomicLong now = new AtomicLong(950);
    private final ProcessMeters shown = ProcessMeters.of("consumer");
    private final IngestMeters meters = new IngestMeters(shown.registry(), () -> Instant.ofEpochSecond(now.get()));

    @Test
    void everyOutcomeIsThereFromTheStart() {
        assertThat(shown.scrape())
                .contains("airlog_ingest_observations_total{outcome=\"accepted\"} 0.0")
                .contains("airlog_ingest_observations_total{outcome=\"parked\"} 0.0")
                .contains("airlog_ingest_retries_total{cause=\"database\"} 0.0")
                .contains("airlog_ingest_waiting 0.0")
                .contains("airlog_ingest_database_reachable 0.0");
    }

    @Test
    void storedObservationsAreCountedAndTheNewestIsKnown() {
        now.set(1_002);
        meters.stored(new Tally(6, 3, 2, 1, 4), List.of(Instant.ofEpochSecond(1_000), Instant.ofEpochSecond(998)));
        meters.stored(new Tally(1, 1, 0, 0), List.of(Instant.ofEpochSecond(900)));

        assertThat(shown.scrape())
                .contains("airlog_ingest_observations_total{outcome=\"accepted\"} 7.0")
                .contains("airlog_ingest_observations_total{outcome=\"inserted\"} 4.0")
                .contains("airlog_ingest_observations_total{outcome=\"merged\"} 2.0")
                .contains("airlog_ingest_observations_total{outcome=\"parked\"} 1.0")
                .contains("airlog_ingest_observations_total{outcome=\"replayed\"} 4.0")
                .contains("airlog_ingest_newest_stored_timestamp_seconds 1000.0")
                .contains("airlog_ingest_delay_seconds_bucket{le=\"2.5\"} 1")
                .contains("airlog_ingest_delay_seconds_bucket{le=\"5.0\"} 2")
                .contains("airlog_ingest_delay_seconds_count 3")
                .contains("airlog_ingest_database_reachable 1.0");
    }

    @Test
    void aPartitionThatHasGoneToAnotherConsumerIsNoNumber() {
        meters.lag(Map.of(0, 7L, 1, 8L));
        meters.lag(Map.of(1, 9L));

        assertThat(shown.scrape())
                .contains("airlog_ingest_lag_records{partition=\"0\"} NaN")
                .contains("airlog_ingest_lag_records{partition=\"1\"} 9.0");
    }

    @Test
    void isBehindFromTheNewestThatIsStoredWhileAnythingIsNot() {
        meters.stored(new Tally(1, 1, 0, 0), List.of(Instant.ofEpochSecond(940)));
        meters.lag(Map.of(0, 0L));
        assertThat(shown.scrape()).contains("airlog_ingest_behind_seconds 0.0");

        meters.lag(Map.of(0, 3L));

        assertThat(shown.scrape()).contains("airlog_ingest_behind_seconds 10.0");
    }

    @Test
    void isBehindWhileItWaitsAsNobodyKnowsWhatIsThere() {
        now.set(960);

        meters.retried("database");

        assertThat(shown.scrape()).contains("airlog_ingest_behind_seconds 10.0");
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
