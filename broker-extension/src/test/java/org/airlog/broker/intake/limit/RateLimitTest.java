package org.airlog.broker.intake.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.airlog.configuration.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Key KEY = new Key(0, 0, 1, 2);

    @Test
    void takesABurstAndThenAtItsRate() {
        RateLimit limit = limit("2/s burst 240");

        assertThat(taken(limit, 0)).isEqualTo(240);
        assertThat(limit.nanosToWait(KEY, 1, 0)).isEqualTo(SECOND / 2);
        assertThat(taken(limit, 10 * SECOND)).isEqualTo(20);
        assertThat(taken(limit, 11 * SECOND - 1)).isEqualTo(1);
    }

    @Test
    void isFullAgainAfterARestAndNeverFuller() {
        RateLimit limit = limit("2/s burst 240");
        taken(limit, 0);

        assertThat(taken(limit, 100_000 * SECOND)).isEqualTo(240);
    }

    @Test
    void isMeasuredByAClockThatMayStandAnywhere() {
        RateLimit limit = limit("2/s burst 240");

        assertThat(taken(limit, -500 * SECOND)).isEqualTo(240);
        assertThat(taken(limit, -490 * SECOND)).isEqualTo(20);
    }

    @Test
    void moreThanAWholeBurstFitsWhenNothingIsOwedAndIsOwedInFull() {
        RateLimit limit = limit("20/s burst 100");

        assertThat(limit.nanosToWait(KEY, 1_000, 0)).isZero();
        limit.charge(KEY, 1_000, 0);
        assertThat(limit.nanosToWait(KEY, 1, 0)).isEqualTo(45 * SECOND + SECOND / 20);
        assertThat(limit.nanosToWait(KEY, 1_000, 0)).isEqualTo(50 * SECOND);
    }

    @Test
    void keysDoNotShare() {
        RateLimit limit = limit("2/s burst 5");
        taken(limit, 0);

        assertThat(limit.nanosToWait(new Key(0, 0, 1, 3), 1, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999/s burst 999999999", "1/h burst 999999999", "1/h burst 1"})
    void theGreatestAndTheLeastRateDoNotOverflow(String rate) {
        RateLimit limit = limit(rate);

        limit.charge(KEY, Integer.MAX_VALUE, Long.MAX_VALUE / 2);
        limit.charge(KEY, Integer.MAX_VALUE, Long.MAX_VALUE / 2);

        assertThat(limit.nanosToWait(KEY, Integer.MAX_VALUE, Long.MAX_VALUE / 2))
                .isPositive();
    }

    @Test
    void whoIsPunishedWaitsAPeriodAndThenHasOneTry() {
        RateLimit limit = limit("20/m burst 20");
        for (int i = 0; i < 20; i++) {
            assertThat(limit.nanosToWaitWhereKnown(KEY, 1, i)).isZero();
            limit.chargeAndPunish(KEY, 1, i);
        }

        assertThat(limit.nanosToWaitWhereKnown(KEY, 1, 19)).isEqualTo(60 * SECOND);
        assertThat(limit.nanosToWaitWhereKnown(KEY, 1, 60 * SECOND)).isPositive();
        long later = 60 * SECOND + 19;
        assertThat(limit.nanosToWaitWhereKnown(KEY, 1, later)).isZero();
        limit.chargeAndPunish(KEY, 1, later);
        assertThat(limit.nanosToWaitWhereKnown(KEY, 1, later)).isEqualTo(60 * SECOND);
    }

    @Test
    void whoIsNotKnownIsNotPunishedForOthersHoweverManyAre() {
        RateLimit limit = limit("1/h");
        for (int other = 0; other < 10_000; other++) {
            limit.chargeAndPunish(new Key(0, 0, 7, other), 1, 0);
        }

        assertThat(limit.nanosToWaitWhereKnown(KEY, 1, 0)).isZero();
        assertThat(limit.nanosToWait(KEY, 1, 0)).isPositive();
    }

    @Test
    void keepsWhatIsOwedWhenTheRateChangesAsACountAndNotAsATime() {
        RateLimit limit = limit("2/s burst 240");
        limit.charge(KEY, 100, 0);

        assertThat(taken(limit.changed(Rate.parse("200/s burst 240"), 0), 0)).isEqualTo(140);
        assertThat(taken(limit.changed(Rate.parse("1/h burst 300"), 0), 0)).isEqualTo(200);
    }

    @Test
    void owesNoMoreThanALoweredBurst() {
        RateLimit limit = limit("2/s burst 240");
        limit.charge(KEY, 100, 0);

        RateLimit lowered = limit.changed(Rate.parse("1/m burst 10"), 0);

        assertThat(lowered.nanosToWait(KEY, 1, 0)).isEqualTo(60 * SECOND);
        assertThat(lowered.nanosToWait(new Key(0, 0, 1, 3), 10, 0)).isZero();
    }

    @Test
    void letsNobodyOffHisPunishmentWhenTheRateChanges() {
        RateLimit limit = limit("20/m burst 20");
        for (int i = 0; i < 20; i++) {
            limit.chargeAndPunish(KEY, 1, 0);
        }

        RateLimit lowered = limit.changed(Rate.parse("20/m burst 5"), 0);

        assertThat(lowered.nanosToWaitWhereKnown(KEY, 1, 0)).isEqualTo(60 * SECOND);
    }

    /** A publish that is still under way when the rate changes. */
    @Test
    void whoStillCountsByTheFormerRateIsCountedByTheNewOneToo() {
        RateLimit former = limit("2/s burst 240");
        RateLimit changed = former.changed(Rate.parse("1/s burst 10"), 0);

        former.charge(KEY, 4, 0);

        assertThat(taken(changed, 0)).isEqualTo(6);
    }

    @Test
    void isTheSameLimitWhereTheRateIsTheSame() {
        RateLimit limit = limit("2/s burst 240");

        assertThat(limit.changed(Rate.parse("2/s  burst 240"), 0)).isSameAs(limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999/s burst 999999999", "1/h burst 999999999", "1/h burst 1"})
    void theGreatestDebtDoesNotOverflowWhenTheRateChanges(String rate) {
        RateLimit limit = limit("1/h burst 999999999");
        long now = Long.MAX_VALUE / 2;
        limit.charge(KEY, Integer.MAX_VALUE, now);

        RateLimit changed = limit.changed(Rate.parse(rate), now);

        assertThat(changed.nanosToWait(KEY, Integer.MAX_VALUE, now)).isPositive();
    }

    private static long taken(RateLimit limit, long now) {
        long taken = 0;
        while (limit.nanosToWait(KEY, 1, now) == 0) {
            limit.charge(KEY, 1, now);
            taken++;
        }
        return taken;
    }

    private static RateLimit limit(String rate) {
        return new RateLimit(Rate.parse(rate), 64, new SplittableRandom(1));
    }
}
