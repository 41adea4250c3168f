package org.airlog.ingest.trim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.trim.Forwarded.Mark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrimPlanTest {

    private static final UUID LIFE = new UUID(1, 1);
    private static final UUID OTHER_LIFE = new UUID(2, 2);
    private static final LogPartition ZERO = partition(LIFE, 0);
    private static final Forwarded NOBODY = new Forwarded(false, Map.of());

    @Test
    void whatIsOldAndStoredGoes() {
        assertThat(plan(10, 100, 40, 90L, NOBODY).cuts()).containsExactly(Map.entry(ZERO, 40L));
    }

    @Test
    void whatIsYoungStaysThoughItIsStored() {
        assertThat(plan(10, 100, 10, 90L, NOBODY).cuts()).isEmpty();
        assertThat(plan(10, 100, 3, 90L, NOBODY).cuts()).isEmpty();
    }

    @Test
    void whatIsNotStoredStaysHoweverOldItSeems() {
        assertThat(plan(10, 100, 100, 30L, NOBODY).cuts()).containsExactly(Map.entry(ZERO, 30L));
        assertThat(plan(10, 100, 100, 10L, NOBODY).cuts()).isEmpty();
    }

    @Test
    void aPartitionThatTheDatabaseDoesNotKnowIsHeld() {
        var plan = TrimPlan.of(List.of(new LogTail(ZERO, 0, 100, 100)), Map.of(partition(OTHER_LIFE, 0), 100L), NOBODY);

        assertThat(plan.cuts()).isEmpty();
        assertThat(plan.held()).containsOnlyKeys(ZERO);
    }

    @Test
    void aLogThatEndsBeforeTheDatabaseStandsIsHeld() {
        assertThat(plan(10, 100, 100, 101L, NOBODY).cuts()).isEmpty();
        assertThat(plan(10, 100, 100, 101L, NOBODY).held()).containsOnlyKeys(ZERO);
    }

    @Test
    void whatIsNotForwardedStays() {
        assertThat(plan(0, 100, 50, 90L, forwarded(true, mark(LIFE, 20))).cuts())
                .containsExactly(Map.entry(ZERO, 20L));
    }

    @Test
    void aGroupCountsAsLongAsKafkaKnowsItWhoeverForwards() {
        assertThat(plan(0, 100, 50, 90L, forwarded(false, mark(LIFE, 20))).cuts())
                .containsExactly(Map.entry(ZERO, 20L));
    }

    @Test
    void withoutACommitOfTheForwarderAPartitionIsHeld() {
        assertThat(plan(0, 100, 50, 90L, new Forwarded(true, Map.of())).held()).containsOnlyKeys(ZERO);
        var ofAnotherPartition = new Forwarded(false, Map.of(1, mark(LIFE, 20)));
        assertThat(plan(0, 100, 50, 90L, ofAnotherPartition).cuts()).isEmpty();
        assertThat(plan(0, 100, 50, 90L, ofAnotherPartition).held()).containsOnlyKeys(ZERO);
    }

    @Test
    void aCommitOfAnotherLifeOfTheTopicOrOfNoneIsNoCommit() {
        assertThat(plan(0, 100, 50, 90L, forwarded(true, mark(OTHER_LIFE, 20))).cuts())
                .isEmpty();
        assertThat(plan(0, 100, 50, 90L, forwarded(true, new Mark(Optional.empty(), 20)))
                        .cuts())
                .isEmpty();
    }

    @Test
    void nothingOldIsNothingToTell() {
        assertThat(plan(10, 100, 10, null, NOBODY).held()).isEmpty();
    }

    /** Whatever the figures are, contradictions included. */
    @Test
    void nothingBehindWhatIsStoredAndForwardedIsEverCut() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            long stored = random.nextLong(-5, 45);
            long committed = random.nextLong(-5, 45);
            boolean isConfigured = random.nextBoolean();
            boolean hasMark = random.nextBoolean();
            var forwarded = new Forwarded(isConfigured, hasMark ? Map.of(0, mark(LIFE, committed)) : Map.of());
            var tail = new LogTail(ZERO, random.nextInt(50), random.nextInt(50), random.nextInt(50));

            Long cut = TrimPlan.of(List.of(tail), Map.of(ZERO, stored), forwarded)
                    .cuts()
                    .get(ZERO);

            if (cut != null) {
                assertThat(cut)
                        .as("seed %d", seed)
                        .isGreaterThan(tail.beginning())
                        .isLessThanOrEqualTo(tail.end())
                        .isLessThanOrEqualTo(tail.young())
                        .isLessThanOrEqualTo(stored);
                assertThat(isConfigured && !hasMark).as("seed %d", seed).isFalse();
                if (hasMark) {
                    assertThat(cut).as("seed %d", seed).isLessThanOrEqualTo(committed);
                }
            }
        }
    }

    @Test
    void theHorizonIsNeverBeforeTheFirstTimestampThatKafkaTakesForOne() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");

        assertThat(TrimPlan.horizon(now, Duration.ofDays(7))).isEqualTo("2026-02-22T12:00:00Z");
        assertThat(TrimPlan.horizon(now, Duration.ofDays(365 * 999_999_999L))).isEqualTo(Instant.EPOCH);
        assertThat(TrimPlan.horizon(Instant.parse("1960-01-01T00:00:00Z"), Duration.ZERO))
                .isEqualTo(Instant.EPOCH);
    }

    private static TrimPlan plan(long beginning, long end, long young, @Nullable Long stored, Forwarded forwarded) {
        return TrimPlan.of(
                List.of(new LogTail(ZERO, beginning, end, young)),
                stored == null ? Map.of() : Map.of(ZERO, stored),
                forwarded);
    }

    private static Forwarded forwarded(boolean isConfigured, Mark mark) {
        return new Forwarded(isConfigured, Map.of(0, mark));
    }

    private static Mark mark(UUID topicId, long offset) {
        return new Mark(Optional.of(topicId), offset);
    }

    private static LogPartition partition(UUID topicId, int partition) {
        return new LogPartition(topicId, "airlog.observations", partition);
    }
}
