package org.airlog.broker.intake.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DebtTableTest {

    private static final long SEED = 20_260_301;
    private static final int PLACES = 1 << 10;

    private final DebtTable table = new DebtTable(PLACES, new SplittableRandom(SEED));

    @Test
    void aMillionKeysTakeTheMemoryOfTheTableAndNoMore() {
        var big = new DebtTable(Limits.PLACES, new SplittableRandom(SEED));
        long kept = 16L * Limits.PLACES;
        System.gc();
        long before = used();

        for (int key = 0; key < 1_000_000; key++) {
            long now = key;
            big.update(key(key), due -> Math.max(due, now) + 1_000_000_000);
        }

        System.gc();
        assertThat(used() - before).as("grown by, of %d bytes kept", kept).isLessThan(kept / 2);
        assertThat(big.size(1_000_000)).isBetween(Limits.PLACES * 99 / 100, Limits.PLACES);
    }

    @Test
    void aKeyThatOwesNothingNeedsNoPlace() {
        for (int key = 0; key < 100 * PLACES; key++) {
            long now = 10L * key;
            table.update(key(key), due -> Math.max(due, now) + 5);
        }

        assertThat(table.size(1_000L * PLACES)).isZero();
    }

    @Test
    void noKeyEverOwesLessThanItDoesHoweverManyCome() {
        var random = new SplittableRandom(SEED);
        var owed = new long[20 * PLACES];

        for (int step = 0; step < 400_000; step++) {
            long now = step;
            int key = random.nextInt(owed.length);
            long cost = 1 + random.nextLong(10_000);
            owed[key] = Math.max(owed[key], now) + cost;
            table.update(key(key), due -> Math.max(due, now) + cost);
        }

        long now = 400_000;
        assertThat(IntStream.range(0, owed.length).filter(key -> owed[key] > now))
                .as("seed %d", SEED)
                .hasSizeGreaterThan(PLACES)
                .allSatisfy(key -> assertThat(table.due(key(key))).isGreaterThanOrEqualTo(owed[key]));
    }

    @Test
    void whoOwesMuchKeepsItsPlaceWhileManyComeWhoOweLittle() {
        table.update(key(-1), due -> 1_000_000L);

        for (int key = 0; key < 1_000 * PLACES; key++) {
            table.update(key(key), due -> Math.max(due, 0) + 1);
        }

        assertThat(table.knownDue(key(-1))).isEqualTo(1_000_000);
    }

    @Test
    void aNewcomerIsTakenToOweNoMoreThanTheLeastOfItsPlaces() {
        for (int key = 0; key < 4 * PLACES; key++) {
            table.update(key(key), due -> Math.max(due, 0) + 10);
        }

        List<Long> newcomers = new ArrayList<>();
        for (int key = 0; key < 1_000; key++) {
            newcomers.add(table.due(key(-1 - key)));
        }

        // Four keys for each place have taken 10 each: what they have taken in all is what a place holds.
        assertThat(newcomers).allMatch(due -> due <= 80);
        assertThat(newcomers.stream().mapToLong(Long::longValue).average().orElseThrow())
                .isLessThan(45);
    }

    @Test
    void aKeyThatIsNotKnownOwesNothingWhereThatIsAskedFor() {
        for (int key = 0; key < 4 * PLACES; key++) {
            table.update(key(key), due -> 1_000);
        }

        assertThat(table.knownDue(key(-1))).isNegative();
    }

    private static Key key(long low) {
        return new Key(0, 0, 7, low);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
