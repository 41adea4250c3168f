package org.airlog.portal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorQueryTest {

    @Test
    void readsAllOfItsParameters() throws Exception {
        var query = SensorQuery.of("bbox=170,-20,-170,20&near=1.5,-2,30&trust=rogue,certified&limit=7&cursor="
                + SensorQuery.cursorAfter("8k2m4n6p0q1r"));

        assertThat(query)
                .isEqualTo(new SensorQuery(
                        Optional.of(new SensorQuery.Box(170, -20, -170, 20)),
                        Optional.of(new SensorQuery.Circle(1.5, -2, 30)),
                        List.of("rogue", "certified"),
                        7,
                        Optional.of("8k2m4n6p0q1r")));
    }

    @Test
    void asksForAThousandWhereverTheyAre() throws Exception {
        assertThat(SensorQuery.of(""))
                .isEqualTo(new SensorQuery(Optional.empty(), Optional.empty(), List.of(), 1_000, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bbox=1,2,3",
                "bbox=1,2,3,4,5",
                "bbox=1,2,3,x",
                "bbox=1,50,3,40",
                "bbox=-181,0,0,1",
                "bbox=0,0,0,91",
                "bbox=NaN,0,0,1",
                "near=1,2",
                "near=91,0,1",
                "near=0,181,1",
                "near=0,0,0",
                "near=0,0,1001",
                "near=0,0,Infinity",
                "trust=friends",
                "limit=5001",
                "cursor=bzE3MTcxMzUyNjAwMDAwMDA"
            })
    void namesWhatIsAtFault(String query) {
        assertThatThrownBy(() -> SensorQuery.of(query))
                .isInstanceOfSatisfying(
                        RefusedQueryException.class, e -> assertThat(query).startsWith(e.parameter() + "="));
    }
}
