package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class UnderWayTest {

    private final UnderWay underWay = new UnderWay(Duration.ofMinutes(1));

    @Test
    void waitsForWhatIsUnderWayAndNoLonger() {
        var work = new CompletableFuture<String>();
        var unused = underWay.during(() -> work);
        work.completeOnTimeout("done", 50, TimeUnit.MILLISECONDS);

        assertThat(underWay.close(Duration.ofMinutes(1))).isTrue();

        assertThat(work).isDone();
    }

    @Test
    void tellsWhenSomethingDoesNotEnd() {
        var unused = underWay.during(CompletableFuture::new);

        assertThat(underWay.close(Duration.ofMillis(10))).isFalse();
    }

    @Test
    void failsWhatTakesLongerThanItMayAndStillWaitsForItsEnd() {
        var hasty = new UnderWay(Duration.ofMillis(1));
        var work = new CompletableFuture<String>();

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> hasty.during(() -> work).join())
                .withCauseInstanceOf(TimeoutException.class);

        assertThat(hasty.close(Duration.ofMillis(10))).isFalse();
    }

    @Test
    void takesNothingOnceItIsClosed() {
        underWay.close(Duration.ZERO);

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> underWay.during(() -> CompletableFuture.completedFuture("late"))
                        .join())
                .withCauseInstanceOf(UnderWay.ClosedException.class);
    }

    @Test
    void doesNotWaitForWorkThatNeverBegan() {
        assertThatIllegalStateException()
                .isThrownBy(() -> underWay.during(() -> {
                    throw new IllegalStateException("a bug");
                }));

        assertThat(underWay.close(Duration.ofMillis(10))).isTrue();
    }

    @Test
    void countsMoreThanAFleetHasUnderWay() {
        for (int i = 0; i < 100_000; i++) {
            var unused = underWay.during(CompletableFuture::new);
            assertThat(unused).isNotDone();
        }
    }
}
