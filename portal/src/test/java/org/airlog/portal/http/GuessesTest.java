package org.airlog.portal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuessesTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Guesses guesses = new Guesses(nanos::get);

    @Test
    void looksAtTenWrongSecretsAMinute() {
        guess(Guesses.MOST - 1);
        assertThat(guesses.isAllowed("10.0.0.1", "app")).isTrue();

        guess(1);

        assertThat(guesses.isAllowed("10.0.0.1", "app")).isFalse();
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(guesses.isAllowed("10.0.0.1", "app")).isFalse();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(guesses.isAllowed("10.0.0.1", "app")).isTrue();
    }

    @Test
    void doesNotTakeItOutOnOthers() {
        guess(Guesses.MOST);
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            refused += guesses.isAllowed("10.0.0.2", "app" + i) ? 0 : 1;
        }

        // One in 4,096 shares the counter.
        assertThat(refused).isLessThan(5);
    }

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            guesses.wrong("10.0.0.1", "app");
        }
    }
}
