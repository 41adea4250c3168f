package org.airlog.ingest.opensensemap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPauseTest {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final RetryPause pause = new RetryPause(SHORTEST, Duration.ofSeconds(5));

    @Test
    void doublesUpToItsLimit() {
        assertThat(pause.begin(null)).isEqualTo(SHORTEST);
        assertThat(pause.begin(null)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pause.begin(null)).isEqualTo(Duration.ofSeconds(4));
        assertThat(pause.begin(null)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void lastsAsLongAsTheOtherSideAsks() {
        assertThat(pause.begin(Duration.ofHours(2))).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void isNeverNoneWhateverTheOtherSideAsks() {
        assertThat(pause.begin(Duration.ZERO)).isEqualTo(SHORTEST);
        assertThat(pause.remaining()).isPositive();
    }
}
