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
import org.airlog.resilience.schedule.Fault;
import org.airlog.resilience.schedule.Part;
import org.airlog.resilience.schedule.Release;
import org.airlog.resilience.schedule.Step;
import org.airlog.resilience.site.Site;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Upgrades under load, process by process, across records of this release, of a later one of the same version of the format
 * and of the next version: what was acknowledged is stored, once, and nothing is parked, whatever the order. To repeat one:
 * {@code make upgrade SEED=…}.
 */
@Tag("once")
class RollingUpgradeIT {

    private static final FleetPlan FLEET = FleetPlan.of(40, Duration.ofMillis(500));
    private static final Duration IN_PEACE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String WAITING = "a record of a later version";

    private final long seed = Long.getLong("airlog.experiment.seed", new Random().nextInt(1_000_000));

    @Test
    void storesWhatIsAcknowledgedOnceWhileEachProcessIsExchangedForAnotherReleaseAndBack() throws Exception {
        Path directory = newDirectory();
        Path distribution = Path.of(Objects.requireNonNull(System.getProperty("airlog.distribution")));
        try (var site = new Site(directory, distribution, false, Map.of())) {
            for (Release release : new Release[] {Release.LATER, Release.NEXT}) {
                site.offer(release, MadeUpRelease.make(release, distribution, directory.resolve("releases")));
            }
            site.start();
            try (var experiment = new Experiment(site, seed)) {
                experiment.begin(FLEET);
                anOldReaderGoesOnWithElementsThatItDoesNotKnow(experiment);
                forthInTheRightOrder(experiment);
                backInTheRightOrder(experiment);
                assertThat(waits(site)).as("consumers that had to wait so far").isZero();
                writersFirst(site, experiment);

                Result result = experiment.conclude();

                Files.writeString(directory.resolve("report.md"), Report.of(result, "mvn verify", "this machine"));
                assertThat(result.findings().toString())
                        .as("seed %d, logs and ledger in %s", seed, directory)
                        .isEqualTo("no findings");
                assertThat(waits(site))
                        .as("consumers that waited for their successors")
                        .isPositive();
                assertThat(result.rows()).as("rows").isGreaterThan(1_000);
            }
        }
        Site.deleteData(directory);
    }

    private static void anOldReaderGoesOnWithElementsThatItDoesNotKnow(Experiment experiment) throws Exception {
        experiment.take(exchange(Part.BROKER, Release.LATER));
    }

    private static void forthInTheRightOrder(Experiment experiment) throws Exception {
        experiment.take(exchange(Part.CONSUMER, Release.NEXT));
        experiment.take(exchange(Part.SECOND_CONSUMER, Release.NEXT));
        experiment.take(exchange(Part.BROKER, Release.NEXT));
        experiment.take(exchange(Part.GATEWAY, Release.NEXT));
    }

    /** The readers last, once they have read what only they can. */
    private static void backInTheRightOrder(Experiment experiment) throws Exception {
        experiment.take(exchange(Part.GATEWAY, Release.THIS));
        experiment.take(exchange(Part.BROKER, Release.THIS));
        experiment.take(exchange(Part.CONSUMER, Release.THIS));
        experiment.take(exchange(Part.SECOND_CONSUMER, Release.THIS));
    }

    /** The mistake: what the old readers meet they must not park, and must not pass over. */
    private static void writersFirst(Site site, Experiment experiment) throws Exception {
        experiment.take(new Step(new Fault.Exchange(Part.BROKER, Release.NEXT), IN_PEACE, false));
        Awaitility.await("an old consumer waits").atMost(PATIENCE).until(() -> waits(site) > 0);
        experiment.take(new Step(new Fault.Exchange(Part.CONSUMER, Release.NEXT), IN_PEACE, false));
        experiment.take(exchange(Part.SECOND_CONSUMER, Release.NEXT));
    }

    private static Step exchange(Part part, Release release) {
        return new Step(new Fault.Exchange(part, release), IN_PEACE, true);
    }

    private static long waits(Site site) throws IOException {
        long waits = 0;
        for (Part part : new Part[] {Part.CONSUMER, Part.SECOND_CONSUMER}) {
            try (var lines = Files.lines(site.logs().resolve(part.word() + ".log"))) {
                waits += lines.filter(line -> line.contains(WAITING)).count();
            }
        }
        return waits;
    }

    private Path newDirectory() throws IOException {
        Path directory = Path.of(Objects.requireNonNull(System.getProperty("airlog.experiments")))
                .resolve("upgrade-" + seed + "-" + Instant.now().toEpochMilli());
        return Files.createDirectories(directory);
    }
}
