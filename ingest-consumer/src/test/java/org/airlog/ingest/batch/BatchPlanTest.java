package org.airlog.ingest.batch;

import static org.airlog.ingest.batch.Samples.NOON;
import static org.airlog.ingest.batch.Samples.OTHER_PARTITION;
import static org.airlog.ingest.batch.Samples.PARTITION;
import static org.airlog.ingest.batch.Samples.SUID;
import static org.airlog.ingest.batch.Samples.observation;
import static org.airlog.ingest.batch.Samples.observationWithText;
import static org.airlog.ingest.batch.Samples.rogue;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.airlog.ingest.batch.Batch.Span;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.Decoded.Undecodable;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.junit.jupiter.api.Test;

class BatchPlanTest {

    @Test
    void recordsOfAllPartitionsAreOneTransaction() {
        Observed elsewhere = Samples.record(
                OTHER_PARTITION, 40, SUID, rogue(0, NOON, at(NOON)).content());

        List<Batch> batches = BatchPlan.of(
                List.of(rogue(7, NOON, at(NOON)), rogue(9, NOON, at(NOON)), elsewhere),
                Map.of(PARTITION, 5L, OTHER_PARTITION, 40L));

        assertThat(batches).singleElement().satisfies(batch -> {
            // 5 to 7 and 8 to 9: compaction leaves gaps, and the database's offset is what counts.
            assertThat(batch.spans())
                    .containsExactly(
                            Map.entry(PARTITION, new Span(5, 10)), Map.entry(OTHER_PARTITION, new Span(40, 41)));
            assertThat(batch.parts())
                    .singleElement()
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .hasSize(3);
        });
    }

    @Test
    void aTransactionTouchesNoMoreThanFiftyDays() {
        var records = new ArrayList<Observed>();
        for (int day = 0; day < 120; day++) {
            records.add(rogue(day, NOON, at(NOON.minus(Duration.ofDays(day)))));
        }

        List<Batch> batches = BatchPlan.of(records, Map.of(PARTITION, 0L));

        assertThat(batches).extracting(batch -> batch.parts().size()).containsExactly(1, 1, 1);
        assertThat(batches)
                .extracting(batch -> batch.spans().get(PARTITION))
                .containsExactly(new Span(0, 50), new Span(50, 100), new Span(100, 120));
    }

    @Test
    void aRecordThatSpansMoreIsCutByDaysAndItsOffsetMovesOnce() {
        Observation[] year = IntStream.range(0, 365)
                .mapToObj(day -> at(NOON.minus(Duration.ofDays(day))))
                .toArray(Observation[]::new);

        List<Batch> batches =
                BatchPlan.of(List.of(rogue(0, NOON, at(NOON)), rogue(1, NOON, year)), Map.of(PARTITION, 0L));

        assertThat(batches).hasSize(2);
        Batch cut = batches.get(1);
        assertThat(cut.spans()).containsExactly(Map.entry(PARTITION, new Span(1, 2)));
        assertThat(cut.parts()).hasSize(8).allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(50));
        assertThat(cut.parts().stream().mapToInt(List::size).sum()).isEqualTo(365);
    }

    @Test
    void aBatchIsClosedBeforeItGrowsTooLarge() {
        Observation[] many =
                IntStream.range(0, 9_000).mapToObj(i -> at(NOON.plusMillis(i))).toArray(Observation[]::new);

        List<Batch> batches = BatchPlan.of(
                List.of(rogue(0, NOON, many), rogue(1, NOON, many), rogue(2, NOON, many)), Map.of(PARTITION, 0L));

        assertThat(batches)
                .extracting(batch -> batch.spans().get(PARTITION))
                .containsExactly(new Span(0, 2), new Span(2, 3));
    }

    @Test
    void whatTheDatabaseCannotHoldIsTakenOutBeforehand() {
        Observation ancient = at(Instant.parse("-0044-03-15T12:00:00Z"));
        Observation distant = at(Instant.parse("+10000-01-01T00:00:00Z"));
        Observation nul = observationWithText(NOON, "note", "a\0b");
        Observation half = observationWithText(NOON, "note", "a\ud800b");
        Observation nulName = observationWithText(NOON, "a\0b", "text");
        Observation sound = observationWithText(NOON, "note", "température 😀");

        Batch batch = BatchPlan.of(
                        List.of(rogue(0, NOON, ancient, distant, nul, half, nulName, sound)), Map.of(PARTITION, 0L))
                .get(0);

        assertThat(batch.unstorable())
                .extracting(refused -> refused.arrival().index())
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(batch.parts().get(0)).extracting(Arrival::index).containsExactly(5);
    }

    @Test
    void aRecordThatCannotBeReadMovesItsOffsetToo() {
        var bytes = Payload.ofText("not MessagePack");
        var unread = new Undecodable(new LoggedRecord(PARTITION, 3, Payload.ofText("key"), bytes, 4), "why");

        Batch batch = BatchPlan.of(List.of(unread), Map.of(PARTITION, 3L)).get(0);
        var settlement = new Settlement(batch, Samples.CODEC);

        assertThat(batch.spans()).containsExactly(Map.entry(PARTITION, new Span(3, 4)));
        assertThat(batch.parts()).hasSize(1);
        assertThat(settlement.tallies()).containsExactly(Map.entry(PARTITION, new Tally(4, 0, 0, 4)));
        assertThat(settlement.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.reason()).isEqualTo(ParkReason.UNDECODABLE);
            assertThat(parked.value()).isEqualTo(bytes);
        });
    }

    @Test
    void aReplayIsInTheBooksFromTheFirstTime() {
        Observed first = rogue(0, NOON, at(NOON), at(NOON.plusSeconds(1)));
        var origin = first.origin();
        var replay = new Observed(
                new LoggedRecord(PARTITION, 0, origin.key(), origin.value(), origin.statedCount(), true, null),
                first.suid(),
                first.content());
        Batch batch = BatchPlan.of(List.of(replay), Map.of(PARTITION, 0L)).get(0);
        var settlement = new Settlement(batch, Samples.CODEC);

        settlement.inserted(new Arrival(replay, 0));
        settlement.conflict(new Arrival(replay, 1));

        assertThat(settlement.tallies()).containsExactly(Map.entry(PARTITION, new Tally(0, 0, 0, 0, 2)));
    }

    private static Observation at(Instant time) {
        return observation(time, Map.of("PM10", 1.0));
    }
}
