package org.airlog.broker.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Times in milliseconds, around which {@link System#nanoTime} overflows. */
class ProgressTest {

    private static final long ORIGIN = Long.MAX_VALUE - nanos(2_000);

    private final Progress progress = new Progress(Duration.ofSeconds(1));

    @Test
    void whoHasWaitedNoLongerThanThatIsNotLookedAt() {
        assertThat(hasStopped(0, 1_000)).isFalse();
    }

    @Test
    void aKafkaThatHasNeverConfirmedHasStopped() {
        assertThat(hasStopped(0, 1_001)).isTrue();
    }

    @Test
    void whoWaitsBehindOthersThatAreConfirmedWillHaveItsTurn() {
        progress.confirms(at(0), at(3_900));

        assertThat(hasStopped(500, 4_000)).isFalse();
    }

    @Test
    void aKafkaThatConfirmsNothingMoreHasStopped() {
        progress.confirms(at(0), at(100));

        assertThat(hasStopped(50, 1_100)).isFalse();
        assertThat(hasStopped(50, 1_101)).isTrue();
    }

    /** One partition has stopped, the others go on. */
    @Test
    void whoIsOvertakenByWhatWasSentLongAfterItMayHaveNoTurn() {
        progress.confirms(at(1_100), at(1_120));
        progress.confirms(at(0), at(1_130));

        assertThat(hasStopped(100, 1_140)).isFalse();
        assertThat(hasStopped(99, 1_140)).isTrue();
    }

    private boolean hasStopped(long oldest, long now) {
        return progress.hasStopped(at(oldest), at(now));
    }

    private static long at(long millis) {
        return ORIGIN + nanos(millis);
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
