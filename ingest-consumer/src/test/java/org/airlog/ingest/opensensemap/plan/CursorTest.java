package org.airlog.ingest.opensensemap.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.airlog.ingest.opensensemap.plan.Cursor.Piece;
import org.airlog.observation.Observation;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CursorTest {

    @Test
    void aRequestIsSentWholeAndThenTheNext() {
        var cursor = new Cursor(plan(3_000));

        assertThat(cursor.piece().measurements()).hasSize(2_500);
        cursor.settled();
        assertThat(cursor.piece().measurements()).hasSize(500);
        cursor.settled();
        assertThat(cursor.isDone()).isTrue();
        assertThat(cursor.done()).isEqualTo(3_000);
    }

    @Test
    void anEmptyPlanIsDone() {
        assertThat(new Cursor(plan(0)).isDone()).isTrue();
    }

    @Test
    void oneBadMeasurementAmong2500IsFoundAndAloneGivenUp() {
        Run run = run(plan(2_500), Set.of("1777"));

        assertThat(run.givenUp).containsExactly("1777");
        assertThat(run.delivered).hasSize(2_499).doesNotContain("1777");
        assertThat(run.requests).isLessThan(40);
    }

    @Test
    void whereAllAreBadTheLimitHolds() {
        Plan plan = plan(2_500);
        var cursor = new Cursor(plan);
        int requests = 0;
        int givenUp = 0;
        while (!cursor.isDone()) {
            requests++;
            givenUp += cursor.refused();
        }

        assertThat(givenUp).isEqualTo(2_500);
        assertThat(requests).isLessThanOrEqualTo(2 * 2_500);
    }

    @Test
    void aResumedCursorRepeatsJustThePieceThatMayHaveArrived() {
        Plan plan = plan(6_000);

        Cursor cursor = Cursor.resume(plan, 2_600, 70);

        Piece piece = cursor.piece();
        assertThat(piece.mayHaveArrived()).isTrue();
        assertThat(piece.measurements()).hasSize(70);
        assertThat(piece.measurements().get(0).value()).isEqualTo("2600");
        cursor.settled();
        assertThat(cursor.piece().mayHaveArrived()).isFalse();
        assertThat(cursor.piece().measurements()).hasSize(5_000 - 2_670);
    }

    @Test
    void aCursorIsResumedAtTheEndToo() {
        assertThat(Cursor.resume(plan(2_500), 2_500, 0).isDone()).isTrue();
    }

    @Test
    void whatNoCursorOverThePlanCanHaveNotedIsRefused() {
        assertThatThrownBy(() -> Cursor.resume(plan(10), 11, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cursor.resume(plan(10), 5, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cursor.resume(plan(3_000), 2_499, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * Crashes, lost answers, refusals and outages at random: what is delivered is what was planned but for the bad ones, and
     * nothing twice but the one piece of each crash or lost answer.
     */
    @RepeatedTest(50)
    void everyGoodMeasurementIsDeliveredAndOnlyLostAnswersRepeat() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        Plan plan = plan(1 + random.nextInt(8_000));
        var bad = new HashSet<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            bad.add(Integer.toString(random.nextInt(plan.size())));
        }
        var delivered = new HashMap<String, Integer>();
        int lost = 0;
        int repeated = 0;
        int done = 0;
        int sending = 0;
        var cursor = new Cursor(plan);
        while (!cursor.isDone()) {
            Piece piece = cursor.piece();
            done = cursor.done();
            sending = piece.measurements().size();
            int fate = random.nextInt(12);
            if (fate == 0) { // known not to have arrived
                continue;
            }
            repeated += piece.mayHaveArrived() ? 1 : 0;
            boolean isRefused = piece.measurements().stream().anyMatch(m -> bad.contains(m.value()));
            if (!isRefused && fate != 1) {
                piece.measurements().forEach(m -> delivered.merge(m.value(), 1, Integer::sum));
            }
            if (fate <= 2) { // lost on the way there, or on the way back
                lost++;
                cursor.uncertain();
            } else if (fate <= 4) { // a crash before anything else is committed
                lost++;
                cursor = Cursor.resume(plan, done, sending);
            } else if (isRefused) {
                cursor.refused();
            } else {
                cursor.settled();
            }
        }

        var expected = new HashSet<String>();
        plan.requests().forEach(request -> request.measurements().forEach(m -> expected.add(m.value())));
        expected.removeAll(bad);
        assertThat(delivered.keySet()).as("seed %d", seed).isEqualTo(expected);
        assertThat(repeated).as("seed %d", seed).isLessThanOrEqualTo(lost);
    }

    private record Run(List<String> delivered, List<String> givenUp, int requests) {}

    private static Run run(Plan plan, Set<String> bad) {
        var delivered = new ArrayList<String>();
        var givenUp = new ArrayList<String>();
        int requests = 0;
        var cursor = new Cursor(plan);
        while (!cursor.isDone()) {
            requests++;
            List<String> values = cursor.piece().measurements().stream()
                    .map(Measurement::value)
                    .toList();
            if (values.stream().noneMatch(bad::contains)) {
                delivered.addAll(values);
                cursor.settled();
            } else if (cursor.refused() > 0) {
                givenUp.addAll(values);
            }
        }
        return new Run(delivered, givenUp, requests);
    }

    private static Plan plan(int measurements) {
        var observations = new ArrayList<Observation>();
        for (int i = 0; i < measurements; i++) {
            observations.add(PlanTest.observation(i, "roof", Map.of("scd30_co2_ppm", (double) i)));
        }
        return measurements == 0 ? Plan.of(List.of()) : PlanTest.plan(observations.toArray(Observation[]::new));
    }
}
