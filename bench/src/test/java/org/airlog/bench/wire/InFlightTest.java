package org.airlog.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.airlog.bench.load.Publish;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private static final Publish PUBLISH =
            new Publish(new Suid(new UUID(1, 2)), "t", Payload.ofText("x"), Optional.empty(), 1, Instant.EPOCH);

    @Test
    void takesAsManyAsItsWindow() {
        var inFlight = new InFlight(2);
        int first = inFlight.add(PUBLISH, 10);
        int second = inFlight.add(PUBLISH, 20);

        assertThat(List.of(first, second)).containsExactlyInAnyOrder(1, 2);
        assertThat(inFlight.hasRoom()).isFalse();
        assertThat(inFlight.dueAt(second)).isEqualTo(20);
    }

    @Test
    void givesANumberBackOnce() {
        var inFlight = new InFlight(1);
        int id = inFlight.add(PUBLISH, 10);

        assertThat(inFlight.remove(id)).isSameAs(PUBLISH);
        assertThat(inFlight.remove(id)).isNull();
        assertThat(inFlight.remove(0)).isNull();
        assertThat(inFlight.remove(65_535)).isNull();
        assertThat(inFlight.hasRoom()).isTrue();
    }

    @Test
    void givesAllBackWhenTheLineEnds() {
        var inFlight = new InFlight(3);
        inFlight.add(PUBLISH, 10);
        inFlight.add(PUBLISH, 20);
        var due = new ArrayList<Long>();

        inFlight.removeAll((publish, dueAt) -> due.add(dueAt));

        assertThat(due).containsExactlyInAnyOrder(10L, 20L);
        assertThat(inFlight.hasRoom()).isTrue();
    }
}
