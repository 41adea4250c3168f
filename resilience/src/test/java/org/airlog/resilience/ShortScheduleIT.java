package org.airlog.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.airlog.resilience.load.FleetPlan;
import org.airlog.resilience.schedule.Part;
import org.airlog.resilience.schedule.Schedule;
import org.airlog.resilience.schedule.Step;
import org.airlog.resilience.site.Site;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every process killed once, one frozen, one link cut and a pair killed, under load: nothing acknowledged is lost, stored
 * twice, changed or out of order. To repeat one: {@code -Dairlog.experiment.seed=…}.
 */
@Tag("once")
class ShortScheduleIT {

    private static final FleetPlan FLEET = FleetPlan.of(40, Duration.ofMillis(500));

    private final long seed = Long.getLong("airlog.experiment.seed", new Random().nextInt(1_000_000));

    @Test
    void storesWhatIsAcknowledgedOnceThroughAShortScheduleOfFaults() throws Exception {
        Path directory = newDirectory();
        Path distribution = Path.of(Objects.requireNonNull(System.getProperty("airlog.distribution")));
        try (var site = new Site(directory, distribution, false, Map.of()).start();
                var experiment = new Experiment(site, seed)) {
            experiment.begin(FLEET);
            for (Step step : new Schedule(seed, false).shortDeck()) {
                experiment.take(step);
            }

            Result result = experiment.conclude();

            Files.writeString(directory.resolve("report.md"), Report.of(result, "mvn verify", "this machine"));
            assertThat(result.findings().toString())
                    .as("seed %d, logs and ledger in %s", seed, directory)
                    .isEqualTo("no findings");
            assertThat(result.totalKills()).isEqualTo(Part.values().length + 2);
            assertThat(result.rows()).as("rows").isGreaterThan(1_000);
            assertThat(result.recoveries()).as("recoveries").hasSize(result.faults());
        }
        Site.deleteData(directory);
    }

    private Path newDirectory() throws IOException {
        Path directory = Path.of(Objects.requireNonNull(System.getProperty("airlog.experiments")))
                .resolve(seed + "-" + Instant.now().toEpochMilli());
        return Files.createDirectories(directory);
    }
}
