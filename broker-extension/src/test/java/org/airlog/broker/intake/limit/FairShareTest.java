package org.airlog.broker.intake.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.airlog.configuration.Rate;
import org.junit.jupiter.api.Test;

class FairShareTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long HOUR = 60 * MINUTE;
    private static final int ALL = 1_000_000;

    private final FairShare share =
            new FairShare(Rate.parse("10000/h burst 10000"), Limits.PLACES, new SplittableRandom(1));

    @Test
    void oneNetCannotUseUpWhatIsThereForAll() {
        assertThat(take("198.51.100.1", ALL, 0)).isBetween(1_100, 1_112);
        assertThat(take("203.0.113.1", 500, 0)).isEqualTo(500);
    }

    @Test
    void oneNetAloneGoesOnAtAnEighthOfTheRate() {
        take("198.51.100.1", ALL, 0);

        int taken = 0;
        for (int minute = 1; minute <= 10 * 60; minute++) {
            taken += take("198.51.100.1", ALL, minute * MINUTE);
        }

        assertThat(taken / 10).isBetween(1_150, 1_300);
    }

    @Test
    void whoHasTakenNothingYetIsServedWhileAThousandNetsTakeAllTheyCan() {
        for (int minute = 0; minute < 3 * 60; minute++) {
            long now = minute * MINUTE;
            for (int net = 0; net < 1_000; net++) {
                take("10." + net / 4 + "." + net % 4 * 64 + ".1", ALL, now);
            }
            if (minute >= 60) {
                assertThat(take("203." + minute + ".0.1", 1, now))
                        .as("in minute %d", minute)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void tellsATimeAfterWhichOneMoreFits() {
        take("198.51.100.1", ALL, 0);
        long wait = share.nanosToWait(net("198.51.100.1"), 0);

        assertThat(wait).isBetween(1L, HOUR);
        assertThat(share.nanosToWait(net("198.51.100.1"), wait)).isZero();
    }

    @Test
    void addressesThatManyShareHaveNoNetAndKeepToTheTotal() {
        int taken = 0;
        while (share.nanosToWait(Optional.empty(), 0) == 0) {
            share.charge(Optional.empty(), 0);
            taken++;
        }

        assertThat(taken).isEqualTo(10_000);
    }

    @Test
    void aNetHasUsedWhatItHadUsedWhenTheRateChanges() {
        int before = take("198.51.100.1", 500, 0);
        FairShare raised = share.changed(Rate.parse("20000/m burst 20000"), MINUTE / 100);
        FairShare lowered = share.changed(Rate.parse("10000/h burst 5000"), MINUTE / 100);

        assertThat(before).isEqualTo(500);
        assertThat(take(raised, "198.51.100.1", ALL, MINUTE / 100)).isBetween(1_700, 1_750);
        assertThat(take(lowered, "198.51.100.1", ALL, MINUTE / 100)).isLessThan(60);
        assertThat(take(lowered, "203.0.113.1", 300, MINUTE / 100)).isEqualTo(300);
    }

    private int take(String address, int most, long now) {
        return take(share, address, most, now);
    }

    private static int take(FairShare share, String address, int most, long now) {
        Optional<Key> net = net(address);
        int taken = 0;
        while (taken < most && share.nanosToWait(net, now) == 0) {
            share.charge(net, now);
            taken++;
        }
        return taken;
    }

    private static Optional<Key> net(String address) {
        return Optional.of(ClientAddress.of(address).net());
    }
}
