package org.airlog.portal.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.airlog.portal.scale.ExplainingDriver.Explained;
import org.junit.jupiter.api.Test;

class PlansTest {

    private static final List<Question> QUESTIONS =
            Question.all(Instant.parse("2026-01-01T00:00:00Z"), "oldest", "growing", "real");

    @Test
    void findsNothingWrongWithWhatIsLookedUp() {
        assertThat(faults(
                        "week chart, all types",
                        "->  Index Scan using rollup_hour_pkey on rollup_hour x  (cost=0.4..8.4 rows=1 width=6)",
                        "->  Seq Scan on reading_type t  (cost=0.00..1.10 rows=10 width=4)",
                        "->  Index Scan using x on _hyper_1_2_chunk o (never executed)"))
                .isEmpty();
    }

    @Test
    void seesRowsReadWhereTheyWereCounted() {
        assertThat(faults("year chart, all types", "->  Index Scan using observation_pkey on observation o  (cost=1)"))
                .containsExactly("reads raw observations: [observation]");
        assertThat(faults(
                        "year chart, all types",
                        "->  Index Only Scan Backward using a on _hyper_1_7_chunk o_1  (cost=1)"))
                .containsExactly("reads raw observations: [_hyper_1_7_chunk]");
    }

    @Test
    void seesATableReadFromEndToEnd() {
        assertThat(faults("map, a city (bbox)", "->  Seq Scan on sensor_place p  (cost=0.00..1.10 rows=10 width=4)"))
                .containsExactly("reads all of sensor_place");
    }

    @Test
    void seesChunksOutsideTheRange() {
        assertThat(faults(
                        "raw rows of a day, all types",
                        "->  Index Scan using a on _hyper_1_1_chunk o_1  (cost=1)",
                        "->  Index Scan using b on _hyper_1_2_chunk o_2  (cost=1)",
                        "->  Index Scan using c on _hyper_1_3_chunk o_3  (cost=1)"))
                .containsExactly("touches 3 chunks of 1 days");
    }

    @Test
    void countsThePagesOfWholePlansOnly() {
        var one = new Explained(
                "SELECT",
                List.of(
                        "Limit",
                        "  Buffers: shared hit=30 read=4 dirtied=1",
                        "  ->  Sort",
                        "        Buffers: shared hit=29"));
        var other = new Explained("SELECT", List.of("Result", "Planning:", "  Planning Time: 0.1 ms"));

        assertThat(Plans.pages(List.of(one, other))).isEqualTo(34);
    }

    private static List<String> faults(String name, String... plan) {
        Question question = QUESTIONS.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Plans.faults(question, List.of(new Explained("SELECT", List.of(plan))));
    }
}
