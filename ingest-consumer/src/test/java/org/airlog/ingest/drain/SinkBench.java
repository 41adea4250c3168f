package org.airlog.ingest.drain;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells how fast the sink drains a log that is full, beside a bare COPY of the same rows into a table of the same form before and
 * after it, and what a row costs the consumer's process and the database's in CPU; then how long hours and days take to catch up.
 *
 * <p>Arguments: {@code directory=}, emptied first; {@code rows=} of a round; {@code warm=} rows before they count; {@code batch=}
 * observations a publish; {@code sensors=}; {@code every=} milliseconds from one observation of a sensor to its next; {@code rounds=};
 * {@code fill=} rows that the table holds before, with commas between: a round for each; {@code rate=} publishes a second, then
 * nothing is drained but {@code seconds=} long sent and told how soon it is in the table; {@code jvm=} options of the consumer's JVM.
 * Nothing is asserted but that every row arrives.
 */
public final class SinkBench {

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private static final long LOOK_NANOS = 20_000_000;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Map<String, String> arguments;
    private final Workload load;
    private final FilledLog log;
    private final SinkDatabase database;
    private long sent;
    private long copied;

    private SinkBench(Map<String, String> arguments, FilledLog log, SinkDatabase database) {
        this.arguments = arguments;
        this.log = log;
        this.database = database;
        this.load = new Workload(
                (int) number("sensors", 2_000),
                (int) number("batch", 1),
                Duration.ofMillis(number("every", 33)),
                Instant.now().truncatedTo(ChronoUnit.HOURS));
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        var named = new HashMap<String, String>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length == 2 && !parts[1].isBlank()) {
                named.put(parts[0], parts[1]);
            }
        }
        Path directory = Path.of(named.getOrDefault("directory", "ingest-consumer/target/drain"));
        Files.createDirectories(directory);
        Path fresh = Files.createTempDirectory(directory, "run-");
        try (var log = new FilledLog(fresh.resolve("kafka"));
                var database = new SinkDatabase(fresh.resolve("postgres"))) {
            new SinkBench(named, log, database).run(fresh.resolve("consumer.log"));
        }
        // Kafka leaves threads.
        System.exit(0);
    }

    private void run(Path output) throws Exception {
        OUT.println(String.format(
                Locale.ROOT,
                "%d processors, load average %s; %,d sensors, %d observations a publish",
                Runtime.getRuntime().availableProcessors(),
                Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0],
                load.sensors(),
                load.batch()));
        log.register(load);
        try (var first = new ConsumerProcess(log, database, "", output)) {
            await(
                    first,
                    () -> database.number("SELECT count(*) FROM pg_tables WHERE tablename = 'latest'") > 0
                            && database.number("SELECT count(*) FROM sensor") == load.sensors());
        }
        database.makeCopyTable();
        if (arguments.containsKey("rate")) {
            new SteadyRun(load, log, database, OUT).run(number("rate", 5_000), number("seconds", 20), start(output));
            return;
        }
        List<Long> fills = Arrays.stream(arguments.getOrDefault("fill", "").split(",", -1))
                .filter(text -> !text.isBlank())
                .map(Long::valueOf)
                .toList();
        if (fills.isEmpty()) {
            for (int round = 0; round < number("rounds", 2); round++) {
                round(output);
            }
        }
        for (long rows : fills) {
            database.fill(load, rows);
            OUT.println(String.format(
                    Locale.ROOT, "the table holds %,d rows", database.number("SELECT count(*) FROM observation")));
            round(output);
        }
    }

    private void round(Path output) throws Exception {
        long rows = number("rows", 1_000_000);
        long warm = number("warm", 300_000) / load.batch();
        long publishes = rows / load.batch();
        log.append(load, warm + publishes);
        double before = copy(publishes);
        double rate;
        try (ConsumerProcess consumer = start(output)) {
            long begin = sent + warm * load.batch();
            sent = begin + rows;
            await(consumer, () -> database.settled() >= begin);
            // A batch may lie across the beginning.
            long stored = database.settled();
            var span = new Span(consumer.handle(), database);
            long commits = database.othersCommits();
            await(consumer, () -> database.settled() >= sent);
            long counted = sent - stored;
            rate = counted / span.seconds();
            OUT.println(String.format(
                    Locale.ROOT,
                    "drained %,d rows: %s, %,d rows a transaction",
                    counted,
                    span.of(counted),
                    counted / Math.max(1, database.othersCommits() - commits)));
            await(consumer, () -> database.number("SELECT count(*) FROM rollup_pending_set") == 0);
            OUT.println("hours and days have caught up: " + span.of(counted));
        }
        double after = copy(publishes);
        OUT.println(String.format(
                Locale.ROOT,
                "drained %,.0f rows/s, bare COPY %,.0f and %,.0f rows/s: ratio %.2f",
                rate,
                rows / before,
                rows / after,
                rate * (before + after) / (2 * rows)));
        long missing = sent - database.number("SELECT sum(inserted) FROM ingest_offset");
        if (missing != 0) {
            throw new IllegalStateException(missing + " rows are missing");
        }
    }

    private double copy(long publishes) throws Exception {
        database.execute("CHECKPOINT");
        long cpu = database.cpuMicros();
        double seconds = database.copy(load, copied, publishes);
        copied += publishes;
        OUT.println(String.format(
                Locale.ROOT,
                "bare COPY of %,d rows: %.1f s, CPU a row of the database %.1f µs",
                publishes * load.batch(),
                seconds,
                (database.cpuMicros() - cpu) / (double) (publishes * load.batch())));
        return seconds;
    }

    private ConsumerProcess start(Path output) throws Exception {
        return new ConsumerProcess(log, database, arguments.getOrDefault("jvm", ""), output);
    }

    private long number(String name, long otherwise) {
        return Long.parseLong(arguments.getOrDefault(name, Long.toString(otherwise)));
    }

    /** Something that may become true. */
    interface Condition {
        boolean isTrue() throws Exception;
    }

    private static void await(ConsumerProcess consumer, Condition condition) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.isTrue()) {
            if (!consumer.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the consumer does not get on, see its log");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
