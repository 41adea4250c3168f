package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DelaysTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final AtomicInteger answers = new AtomicInteger();

    @Test
    void holdsAnAnswerBackForAsLongAsAsked() throws InterruptedException {
        try (var delays = new Delays()) {
            var given = new CountDownLatch(1);
            long begun = System.nanoTime();
            delays.after(Duration.ofMillis(50), given::countDown);

            assertThat(given.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(System.nanoTime() - begun)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void holdsNoMoreThanItsPlaces() {
        try (var delays = new Delays(2)) {
            delays.after(FOR_EVER, answers::incrementAndGet);
            assertThat(delays.longest()).isEqualTo(Delays.LONGEST);
            delays.after(FOR_EVER, answers::incrementAndGet);
            assertThat(delays.longest()).isZero();
            assertThat(answers).hasValue(0);

            delays.after(FOR_EVER, answers::incrementAndGet);
            assertThat(answers).hasValue(1);
        }
    }

    @Test
    void givesEachAnswerOnceWhenItIsClosed() {
        var delays = new Delays();
        delays.after(FOR_EVER, answers::incrementAndGet);
        delays.after(FOR_EVER, answers::incrementAndGet);

        delays.close();
        assertThat(answers).hasValue(2);
        delays.close();
        delays.after(FOR_EVER, answers::incrementAndGet);
        assertThat(answers).hasValue(3);
    }
}
