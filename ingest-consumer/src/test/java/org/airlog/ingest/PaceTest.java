package org.airlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void theFirstTransactionIsDueAtOnce() {
        assertThat(pace.remaining()).isZero();
    }

    @Test
    void whereAllIsStoredTheNextTransactionWaits() {
        pace.begins(false);

        assertThat(pace.remaining()).isBetween(Duration.ofNanos(1), Duration.ofMillis(50));
    }

    @Test
    void whereThereIsMoreTheNextFollowsAtOnce() {
        pace.begins(false);

        pace.begins(true);

        assertThat(pace.remaining()).isZero();
    }
}
