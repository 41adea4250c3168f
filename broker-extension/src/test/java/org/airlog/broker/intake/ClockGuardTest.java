package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockGuardTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final ClockGuard guard = new ClockGuard(START, 0);

    @Test
    void aClockThatKeepsPaceIsBelieved() {
        assertThat(after(Duration.ofDays(3), Duration.ofSeconds(4)).isSteady()).isTrue();
        assertThat(after(Duration.ofDays(6), Duration.ofSeconds(-5)).isSteady()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, -6, 6, 86_400})
    void aClockThatJumpsIsNotBelievedForAMinute(long seconds) {
        Duration jump = Duration.ofSeconds(seconds);

        assertThat(after(Duration.ofSeconds(10), jump).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(69), jump).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(70), jump).isSteady()).isTrue();
    }

    @Test
    void anotherJumpStartsTheMinuteAnew() {
        after(Duration.ofSeconds(10), Duration.ofHours(1));
        assertThat(after(Duration.ofSeconds(50), Duration.ZERO).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(80), Duration.ZERO).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(110), Duration.ZERO).isSteady()).isTrue();
    }

    @Test
    void aClockBeforeAMomentThatHasBeenIsNotBelievedUntilItHasPassedItByAMinute() {
        assertThat(guard.learn(START.plusSeconds(100), START)).isTrue();

        assertThat(after(Duration.ZERO, Duration.ZERO).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(94), Duration.ZERO).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(121), Duration.ZERO).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(153), Duration.ZERO).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(154), Duration.ZERO).isSteady()).isTrue();
    }

    @Test
    void aClockThatIsPutRightIsBelievedAfterAMinute() {
        guard.learn(START.plus(Duration.ofDays(9)), START);
        after(Duration.ofSeconds(1), Duration.ZERO);

        assertThat(after(Duration.ofSeconds(2), Duration.ofDays(9)).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(61), Duration.ofDays(9)).isSteady()).isFalse();
        assertThat(after(Duration.ofSeconds(62), Duration.ofDays(9)).isSteady()).isTrue();
    }

    @Test
    void aMomentAgoIsNoFault() {
        assertThat(guard.learn(START.plusSeconds(5), START)).isFalse();
        assertThat(guard.learn(START.minusSeconds(9), START)).isFalse();

        assertThat(after(Duration.ZERO, Duration.ZERO).isSteady()).isTrue();
    }

    private Moment after(Duration elapsed, Duration departure) {
        return guard.read(START.plus(elapsed).plus(departure), elapsed.toNanos());
    }
}
