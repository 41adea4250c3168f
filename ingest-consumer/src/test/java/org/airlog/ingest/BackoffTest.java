package org.airlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff();

    @Test
    void pausesGrowToTenSeconds() {
        assertThat(Stream.generate(backoff::lengthen).limit(8))
                .containsExactly(
                        Duration.ofMillis(200),
                        Duration.ofMillis(400),
                        Duration.ofMillis(800),
                        Duration.ofMillis(1_600),
                        Duration.ofMillis(3_200),
                        Duration.ofMillis(6_400),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10));
        assertThat(backoff.remaining()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    @Test
    void aSuccessEndsThePause() {
        backoff.lengthen();
        backoff.lengthen();

        backoff.reset();

        assertThat(backoff.remaining()).isZero();
        assertThat(backoff.isReset()).isTrue();
        assertThat(backoff.lengthen()).isEqualTo(Duration.ofMillis(200));
    }
}
