package org.airlog.ingest;

import static org.airlog.ingest.LogAndDatabase.observation;
import static org.airlog.ingest.LogAndDatabase.rogue;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LandingIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final LogAndDatabase world;

    LandingIT(@TempDir Path directory) throws Exception {
        world = new LogAndDatabase(directory);
    }

    @BeforeEach
    void renew() throws Exception {
        world.renew();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void everyObservationOfEveryPartitionIsARow() throws Exception {
        var suids = List.of(new Suid(UUID.randomUUID()), new Suid(UUID.randomUUID()), new Suid(UUID.randomUUID()));
        for (Suid suid : suids) {
            world.publish(
                    suid, rogue(NOON, List.of(observation(NOON.minusSeconds(60), Map.of("PM10", 1.5, "TEMP", -3.0)))));
        }

        try (var ingest = world.startIngest()) {
            world.awaitStored(ingest);
        }

        assertThat(world.query(
                        "SELECT generation, trust, time, received_at, clock, extra, pm10, temp, hum FROM observations"))
                .hasSize(3)
                .containsOnly("0|rogue|2026-03-01 11:59:00+00|2026-03-01 12:00:00+00|0|null|1.5|-3|null");
        assertThat(world.tally()).isEqualTo("3|3|0|0");
    }
}
