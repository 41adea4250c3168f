package org.airlog.ingest.batch;

import static org.airlog.ingest.batch.Samples.CODEC;
import static org.airlog.ingest.batch.Samples.NOON;
import static org.airlog.ingest.batch.Samples.PARTITION;
import static org.airlog.ingest.batch.Samples.SUID;
import static org.airlog.ingest.batch.Samples.arrivals;
import static org.airlog.ingest.batch.Samples.observation;
import static org.airlog.ingest.batch.Samples.observationWithText;
import static org.airlog.ingest.batch.Samples.rogue;
import static org.airlog.ingest.batch.Samples.signed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.junit.jupiter.api.Test;

class LandingsTest {

    private static final Position HERE = new Position(51.5, -0.15, 35.0);
    private static final Position THERE = new Position(52.0, 13.0, null);

    /** What the table would hold. */
    private final Map<RowKey, Row> table = new HashMap<>();

    @Test
    void twoHalvesOfOneObservationBecomeOneRow() {
        Outcome outcome = land(
                signed(0, NOON, observation(NOON, Map.of("PM10", 1.0))),
                signed(1, NOON.plusSeconds(1), observation(NOON, Map.of("TEMP", 2.0))));

        assertThat(outcome.tally()).isEqualTo(new Tally(2, 1, 1, 0));
        assertThat(onlyRow().readings()).isEqualTo(Map.of("pm10", 1.0, "temp", 2.0));
        assertThat(onlyRow().receivedAt()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void aLaterHalfFillsWhatIsStored() {
        land(rogue(0, NOON, observation(NOON, Map.of("PM10", 1.0))));

        Outcome outcome = land(rogue(1, NOON.plusSeconds(1), observation(NOON, Map.of("PM10", 1.0, "TEMP", 2.0))));

        assertThat(outcome.tally()).isEqualTo(new Tally(1, 0, 1, 0));
        assertThat(outcome.updates()).isEqualTo(1);
        assertThat(onlyRow().readings()).isEqualTo(Map.of("pm10", 1.0, "temp", 2.0));
    }

    @Test
    void anIdenticalRowIsLeftAloneThoughItWasReceivedLater() {
        var observation = new Observation(NOON, Clock.DEVICE, Map.of("PM10", 1.0), Map.of("box", "a"), HERE);
        land(rogue(0, NOON, observation));

        Outcome outcome = land(rogue(1, NOON.plusSeconds(60), observation));

        assertThat(outcome.tally()).isEqualTo(new Tally(1, 0, 1, 0));
        assertThat(outcome.updates()).isZero();
        assertThat(outcome.positions()).isZero();
        assertThat(onlyRow().receivedAt()).isEqualTo(NOON);
    }

    @Test
    void hoursHaveChangedInWhichARowIsNewOrRewrittenAndNoOthers() {
        land(signed(0, NOON, observation(NOON, Map.of("PM10", 1.0))));
        land(signed(0, NOON, observation(NOON.plusSeconds(3_600), Map.of("PM10", 1.0))));
        var candidates = arrivals(List.of(signed(
                        1,
                        NOON.plusSeconds(1),
                        observation(NOON, Map.of("PM10", 1.0)),
                        observation(NOON.plusSeconds(3_600), Map.of("PM10", 2.0)),
                        observation(NOON.plusSeconds(7_200), Map.of("PM10", 3.0)),
                        observation(NOON.plusSeconds(7_260), Map.of("PM10", 4.0)),
                        observation(NOON.plusSeconds(10_800), Map.of("PM10", 5.0)))))
                .stream()
                .map(arrival -> Candidate.of(arrival, Samples.standardColumns()))
                .toList();
        Landings landings = Landings.of(candidates, table);
        landings.inserts().get(2).refuse("not this one");

        assertThat(landings.changedHours())
                .extracting(SensorHour::hour)
                .containsExactly(NOON.plusSeconds(3_600), NOON.plusSeconds(7_200));
    }

    @Test
    void aDifferingSignedValueReplacesTheOlder() {
        land(signed(0, NOON, observation(NOON, Map.of("PM10", 1.0, "TEMP", 5.0))));

        Outcome outcome = land(signed(1, NOON.plusSeconds(1), observation(NOON, Map.of("PM10", 2.0))));

        assertThat(outcome.tally()).isEqualTo(new Tally(1, 0, 1, 0));
        assertThat(onlyRow().readings()).isEqualTo(Map.of("pm10", 2.0, "temp", 5.0));
    }

    @Test
    void whatASpoolReplaysLateDoesNotRewriteHistoryButFillsIt() {
        land(signed(0, NOON.plusSeconds(10), observation(NOON, Map.of("PM10", 2.0))));

        Outcome outcome = land(signed(1, NOON, observation(NOON, Map.of("PM10", 1.0, "TEMP", 5.0))));

        assertThat(outcome.tally()).isEqualTo(new Tally(1, 0, 1, 0));
        assertThat(onlyRow().readings()).isEqualTo(Map.of("pm10", 2.0, "temp", 5.0));
        assertThat(onlyRow().receivedAt()).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    void aDifferingUnsignedValueIsParkedAndTheRestOfItFillsIn() {
        land(rogue(0, NOON, observation(NOON, Map.of("PM10", 1.0))));

        Outcome outcome = land(rogue(1, NOON.plusSeconds(1), observation(NOON, Map.of("PM10", 2.0, "TEMP", 5.0))));

        assertThat(outcome.tally()).isEqualTo(new Tally(1, 0, 0, 1));
        assertThat(onlyRow().readings()).isEqualTo(Map.of("pm10", 1.0, "temp", 5.0));
        assertThat(outcome.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.reason()).isEqualTo(ParkReason.CONFLICT);
            assertThat(parked.observations()).isEqualTo(1);
            assertThat(parked.origin().offset()).isEqualTo(1);
        });
    }

    @Test
    void aParkedRecordHoldsOnlyTheObservationsInConflict() throws Exception {
        land(rogue(0, NOON, observation(NOON, Map.of("PM10", 1.0))));
        var conflicting = observation(NOON, Map.of("PM10", 2.0));

        Outcome outcome =
                land(rogue(1, NOON.plusSeconds(1), observation(NOON.plusSeconds(9), Map.of("PM10", 1.0)), conflicting));

        assertThat(outcome.tally()).isEqualTo(new Tally(2, 1, 0, 1));
        var parked = outcome.parked().get(0);
        assertThat(CODEC.decode(SUID, parked.value().bytes()).observations()).containsExactly(conflicting);
    }

    @Test
    void theSameTimeTwiceInOneUnsignedRecordKeepsTheFirst() {
        Outcome outcome =
                land(rogue(0, NOON, observation(NOON, Map.of("PM10", 1.0)), observation(NOON, Map.of("PM10", 2.0))));

        assertThat(outcome.tally()).isEqualTo(new Tally(2, 1, 0, 1));
        assertThat(onlyRow().readings()).isEqualTo(Map.of("pm10", 1.0));
    }

    @Test
    void theSameTimeTwiceInOneSignedRecordKeepsTheLast() {
        Outcome outcome =
                land(signed(0, NOON, observation(NOON, Map.of("PM10", 1.0)), observation(NOON, Map.of("PM10", 2.0))));

        assertThat(outcome.tally()).isEqualTo(new Tally(2, 1, 1, 0));
        assertThat(onlyRow().readings()).isEqualTo(Map.of("pm10", 2.0));
    }

    @Test
    void signedAndUnsignedLivesOfOneSuidDoNotMeet() {
        Outcome outcome = land(
                rogue(0, NOON, observation(NOON, Map.of("PM10", 1.0))),
                signed(1, NOON, observation(NOON, Map.of("PM10", 2.0))));

        assertThat(outcome.tally()).isEqualTo(new Tally(2, 2, 0, 0));
        assertThat(table).hasSize(2);
    }

    @Test
    void aPositionIsFilledInAndAnotherUnsignedOneIsParked() {
        land(rogue(0, NOON, observation(NOON, Map.of("PM10", 1.0))));

        Outcome filled = land(rogue(1, NOON, new Observation(NOON, Clock.DEVICE, Map.of(), Map.of(), HERE)));
        Outcome refused = land(rogue(2, NOON, new Observation(NOON, Clock.DEVICE, Map.of(), Map.of(), THERE)));

        assertThat(filled.tally()).isEqualTo(new Tally(1, 0, 1, 0));
        assertThat(filled.positions()).isEqualTo(1);
        assertThat(refused.tally()).isEqualTo(new Tally(1, 0, 0, 1));
        assertThat(onlyRow().position()).isEqualTo(HERE);
    }

    @Test
    void textIsMergedByTheSameRules() {
        land(rogue(0, NOON, observationWithText(NOON, "note", "one")));

        Outcome same = land(rogue(1, NOON, observationWithText(NOON, "note", "one")));
        Outcome other = land(rogue(2, NOON, observationWithText(NOON, "note", "two")));
        Outcome more = land(rogue(3, NOON, observationWithText(NOON, "place", "yard")));

        assertThat(same.updates()).isZero();
        assertThat(other.tally()).isEqualTo(new Tally(1, 0, 0, 1));
        assertThat(more.tally()).isEqualTo(new Tally(1, 0, 1, 0));
        assertThat(onlyRow().text()).isEqualTo(Map.of("note", "one", "place", "yard"));
    }

    @Test
    void aReadingThatIsInExtraIsNotStoredAgainWhenItsColumnHasBeenAdded() {
        var record = signed(0, NOON, observation(NOON, Map.of("voc", 7.0)));
        land(Samples.standardColumns(), record);

        Outcome again = land(Samples.columns(Map.of("voc", true)), record);

        assertThat(again.updates()).isZero();
        assertThat(onlyRow().uncolumned()).isEqualTo(Map.of("voc", 7.0));
    }

    @Test
    void aRefusedRowParksEverythingItWasMadeOf() {
        var candidates = arrivals(List.of(
                        rogue(0, NOON, observation(NOON, Map.of("PM10", 1.0))),
                        rogue(1, NOON, observation(NOON, Map.of("TEMP", 1.0)))))
                .stream()
                .map(arrival -> Candidate.of(arrival, Samples.standardColumns()))
                .toList();
        Landings landings = Landings.of(candidates, Map.of());
        landings.inserts().get(0).refuse("SQLState 22003");

        var settlement = new Settlement(emptyBatch(), CODEC);
        landings.settle(settlement);

        assertThat(settlement.tallies().get(PARTITION)).isEqualTo(new Tally(0, 0, 0, 2));
        assertThat(settlement.parked())
                .extracting(Parked::reason)
                .containsExactly(ParkReason.UNSTORABLE, ParkReason.UNSTORABLE);
    }

    /** Whatever comes, in whatever batches: each observation counts once, and all of it again changes nothing. */
    @Test
    void theSameLogAgainChangesNothing() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            table.clear();
            var log = randomLog(random);
            Tally first = landInBatches(log, random);
            var stored = Map.copyOf(table);

            Tally second = landInBatches(log, random);

            assertThat(first.inserted() + first.merged() + first.parked())
                    .as("seed %d", seed)
                    .isEqualTo(first.accepted());
            assertThat(first.inserted()).as("seed %d", seed).isEqualTo(stored.size());
            assertThat(second.inserted()).as("seed %d", seed).isZero();
            assertThat(readingsOf(table)).as("seed %d", seed).isEqualTo(readingsOf(stored));
        }
    }

    private static Map<RowKey, Map<String, Double>> readingsOf(Map<RowKey, Row> rows) {
        var readings = new HashMap<RowKey, Map<String, Double>>();
        rows.forEach((key, row) -> readings.put(key, row.readings()));
        return readings;
    }

    private static List<Observed> randomLog(Random random) {
        var names = List.of("PM10", "TEMP", "HUM");
        var log = new java.util.ArrayList<Observed>();
        for (int offset = 0; offset < 30; offset++) {
            var observations = new Observation[1 + random.nextInt(3)];
            for (int i = 0; i < observations.length; i++) {
                var readings = new HashMap<String, Double>();
                for (int r = 0; r < 1 + random.nextInt(2); r++) {
                    readings.put(names.get(random.nextInt(3)), (double) random.nextInt(3));
                }
                observations[i] = observation(NOON.plusSeconds(random.nextInt(5)), readings);
            }
            // The log of one sensor is in the order in which its records were received.
            log.add(
                    random.nextBoolean()
                            ? signed(offset, NOON.plusSeconds(offset), observations)
                            : rogue(offset, NOON.plusSeconds(offset), observations));
        }
        return log;
    }

    private Tally landInBatches(List<Observed> log, Random random) {
        Tally tally = Tally.NONE;
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(8));
            tally = tally.plus(
                    land(log.subList(from, to).toArray(new Observed[0])).tally());
            from = to;
        }
        return tally;
    }

    private record Outcome(Tally tally, int updates, int positions, List<Parked> parked) {}

    private Outcome land(Observed... records) {
        return land(Samples.standardColumns(), records);
    }

    private Outcome land(Columns columns, Observed... records) {
        var candidates = arrivals(List.of(records)).stream()
                .map(arrival -> Candidate.of(arrival, columns))
                .toList();
        Landings landings = Landings.of(candidates, table);
        int updates = landings.updates().size();
        int positions = landings.newPositions().size();
        landings.inserts().forEach(landing -> table.put(landing.key(), landing.row()));
        landings.updates().forEach(landing -> table.put(landing.key(), landing.row()));
        long expected = records[0].origin().offset();
        Batch batch =
                BatchPlan.of(List.of(records), Map.of(PARTITION, expected)).get(0);
        var settlement = new Settlement(batch, CODEC);
        landings.settle(settlement);
        return new Outcome(
                settlement.tallies().getOrDefault(PARTITION, Tally.NONE), updates, positions, settlement.parked());
    }

    private static Batch emptyBatch() {
        return new Batch(new java.util.TreeMap<>(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private Row onlyRow() {
        assertThat(table).hasSize(1);
        return table.values().iterator().next();
    }
}
