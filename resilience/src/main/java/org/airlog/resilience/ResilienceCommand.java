package org.airlog.resilience;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import org.airlog.configuration.Durations;
import org.airlog.resilience.load.FleetPlan;
import org.airlog.resilience.schedule.Schedule;
import org.airlog.resilience.schedule.Step;
import org.airlog.resilience.site.Site;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The long experiment, as {@code make resilience} runs it. Exit codes: 0 every promise kept, 1 not, 2 wrong usage. */
@Command(
        name = "resilience",
        mixinStandardHelpOptions = true,
        description = "Kills, freezes, cuts and fills up an installation under load, and checks that nothing"
                + " acknowledged is lost.")
@SuppressWarnings("NullAway.Init") // picocli sets what has a default before call()
public final class ResilienceCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--seed", description = "Decides on faults, devices and values. Default: drawn.")
    private @Nullable Long seed;

    @Option(names = "--kills", defaultValue = "200", description = "Processes to kill. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(
            names = "--duration",
            defaultValue = "60m",
            converter = DurationConverter.class,
            description = "No fault begins later. Default: ${DEFAULT-VALUE}.")
    private Duration duration;

    @Option(names = "--devices", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
    private int devices;

    @Option(
            names = "--interval",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "Between two observations of a device. Default: ${DEFAULT-VALUE}.")
    private Duration interval;

    @Option(names = "--directory", required = true, description = "Where sites are made; logs and ledgers stay there.")
    private Path directory;

    @Option(names = "--document", description = "A document whose section of results is written anew.")
    private @Nullable Path document;

    /** Runs one experiment and ends the process with its exit code. */
    public static void main(String... args) {
        // Named, not found: libraries bring files of their own.
        System.setProperty("logback.configurationFile", "org/airlog/resilience/logback-experiment.xml");
        System.exit(new CommandLine(new ResilienceCommand()).execute(args));
    }

    /** Lengths of time as the configuration writes them. */
    static final class DurationConverter implements CommandLine.ITypeConverter<Duration> {

        @Override
        public Duration convert(String value) {
            return Durations.parse(value);
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        long seedOfRun = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
        PrintWriter out = spec.commandLine().getOut();
        Path place = directory.resolve(seedOfRun + "-"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '.'));
        Files.createDirectories(place);
        out.println("seed " + seedOfRun + ", logs and ledger in " + place);
        out.flush();
        boolean isGood;
        Path distribution = Path.of(String.valueOf(System.getProperty("airlog.distribution")));
        try (var site = new Site(place, distribution, true, Map.of()).start();
                var experiment = new Experiment(site, seedOfRun)) {
            experiment.begin(FleetPlan.of(devices, interval));
            deal(experiment, new Schedule(seedOfRun, site.hasDisks()));
            Result result = experiment.conclude();
            tell(out, result, command(seedOfRun), site);
            boolean isComplete = result.totalKills() >= kills;
            if (!isComplete) {
                out.println("only " + result.totalKills() + " of " + kills + " kills in " + duration);
            }
            out.flush();
            isGood = result.isGood() && isComplete;
        }
        if (isGood) {
            Site.deleteData(place);
        }
        return isGood ? 0 : 1;
    }

    private void deal(Experiment experiment, Schedule schedule) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + duration.toNanos();
        while (true) {
            for (Step step : schedule.deck()) {
                if (experiment.kills() >= kills || System.nanoTime() > deadline) {
                    return;
                }
                experiment.take(step);
            }
        }
    }

    private void tell(PrintWriter out, Result result, String command, Site site) throws IOException {
        String report = Report.of(result, command, machine())
                + (site.hasDisks() ? "" : "\nDisks were not filled up: this machine mounts no file systems for us.\n");
        out.println(report);
        if (document != null) {
            Files.writeString(document, Report.inserted(Files.readString(document), report));
        }
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + ", Java "
                + Runtime.version().feature();
    }

    private String command(long seedOfRun) {
        return "make resilience SEED=" + seedOfRun + " KILLS=" + kills;
    }
}
