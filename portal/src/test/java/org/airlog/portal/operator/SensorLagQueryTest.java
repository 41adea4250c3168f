package org.airlog.portal.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.airlog.portal.api.RefusedQueryException;
import org.airlog.portal.operator.SensorLagQuery.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorLagQueryTest {

    @Test
    void asksForTheFirstHundredOfAll() throws Exception {
        SensorLagQuery query = SensorLagQuery.of("");

        assertThat(query.find()).isEmpty();
        assertThat(query.limit()).isEqualTo(100);
        assertThat(query.after()).isEmpty();
    }

    @Test
    void takesWhereThePageBeforeEnded() throws Exception {
        var place = new Place(true, 1_772_366_400_000_001L, 7);

        SensorLagQuery query = SensorLagQuery.of("find=ACME&limit=500&cursor=" + place.text());

        assertThat(query.find()).isEqualTo("acme");
        assertThat(query.limit()).isEqualTo(500);
        assertThat(query.after()).contains(place);
        assertThat(place.time()).isEqualTo(Instant.parse("2026-03-01T12:00:00.000001Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"cursor=x", "cursor=MTox", "cursor=MjoxOjE", "limit=0", "limit=501", "trust=rogue", "find=a%00"})
    void refusesWhatIsNoQuery(String query) {
        assertThatThrownBy(() -> SensorLagQuery.of(query)).isInstanceOf(RefusedQueryException.class);
    }
}
