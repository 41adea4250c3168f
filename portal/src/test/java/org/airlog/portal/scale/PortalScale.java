package org.airlog.portal.scale;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.ingest.timescale.Rollups;

/**
 * Fills a database with a fleet, as long as it takes, and tells how long the portal's answers take at each of several lengths of
 * its history. {@code docs/portal-speed.md} has what came out.
 *
 * <p>Arguments: {@code directory=} for the server and for {@code plans-….txt}; {@code sensors=}; {@code rows=} at which to measure,
 * with commas between them; {@code most=} rows that the fleet would have in the end, if more; {@code year=} the CSV of the real
 * station; {@code database=} a JDBC URL of another server, with an empty database; {@code runs=} how often to measure. A run that
 * finds what it would fill measures at once.
 */
public final class PortalScale {

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Path directory;
    private final int sensors;
    private final List<Long> steps;
    private final long most;
    private final Path year;
    private final Optional<String> database;
    private final int runs;

    private PortalScale(Map<String, String> arguments) {
        directory = Path.of(arguments.getOrDefault("directory", "portal/target/scale"));
        sensors = Integer.parseInt(arguments.getOrDefault("sensors", "1000"));
        steps = List.of(arguments.getOrDefault("rows", "1000000").split(",")).stream()
                .map(Long::valueOf)
                .toList();
        most = Long.parseLong(
                arguments.getOrDefault("most", steps.get(steps.size() - 1).toString()));
        year = Path.of(arguments.getOrDefault("year", "marylebone-2003.csv"));
        database = Optional.ofNullable(arguments.get("database")).filter(url -> !url.isBlank());
        runs = Integer.parseInt(arguments.getOrDefault("runs", "2"));
    }

    /** Runs it; ends with 1 where a goal is missed or a plan is not as it should be. */
    public static void main(String[] arguments) throws Exception {
        var named = new HashMap<String, String>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            named.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        System.exit(new PortalScale(named).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        Files.createDirectories(directory);
        boolean isGood = true;
        try (ScaleServer server = database.isPresent()
                ? ScaleServer.other(database.get())
                : ScaleServer.own(directory.resolve("postgres"))) {
            server.migrate();
            // Ahead of the clock, so that the newest readings stay new while they are asked for.
            Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);
            var fleet = new Fleet(out, sensors, most, end);
            try (Connection connection = server.connect()) {
                fleet.resume(connection);
            }
            for (long step : steps) {
                if (!fleet.has(step)) {
                    fill(server, fleet, step);
                }
                isGood &= new Measurement(server, out).measure(fleet, directory, runs);
            }
        }
        return isGood;
    }

    private void fill(ScaleServer server, Fleet fleet, long rows) throws Exception {
        server.beginFilling();
        try (Connection connection = server.connect()) {
            fleet.fill(connection, rows, year);
            out.println(now() + " keys");
            server.addKeys();
            check(server, connection);
        }
        out.println(now() + " vacuum");
        server.endFilling();
    }

    private void check(ScaleServer server, Connection filling) throws Exception {
        try (var rollups = new Rollups(new DatabaseAddress(server.url(), ScaleServer.USER, ScaleServer.PASSWORD))) {
            long begun = System.nanoTime();
            long year = RollupCheck.count(rollups);
            long hours = RollupCheck.check(
                    filling, rollups, List.of(1, Fleet.OLDEST, Fleet.GROWING, sensors / 2, sensors, sensors + 1));
            out.println(String.format(
                    Locale.ROOT,
                    "%s the consumer's code has counted %,d hours of sensors in %,d ms, and what was made for them is the same",
                    now(),
                    year + hours,
                    Duration.ofNanos(System.nanoTime() - begun).toMillis()));
        }
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
