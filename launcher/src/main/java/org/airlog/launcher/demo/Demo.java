package org.airlog.launcher.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.replay.FileReplay;
import org.airlog.launcher.replay.Report;
import org.airlog.launcher.replay.SensorFile;
import org.airlog.launcher.secret.PrivateProperties;
import org.airlog.observation.Suid;
import org.airlog.tls.Authorities;

/**
 * Registers a sensor, sends the bundled month as signed MQTT publishes, waits until it has landed, and shows what is in
 * the table beside what is in the file.
 *
 * <p>On the first run the month is moved by whole weeks so that it ends within the last week. The sensor and the number
 * of weeks are kept, so a later run sends the very same observations and lands no row twice; moved anew, the month would
 * overlap itself, and its gaps would show the older readings.
 */
public final class Demo {

    private static final String WEEKS = "shift-weeks";
    private static final int DAYS_PER_WEEK = 7;
    private static final int OBSERVATIONS_PER_PUBLISH = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final SensorFile sensor;
    private final PrivateProperties kept;
    private final URI mqtt;

    /** Keeps its sensor and its number of weeks in {@code folder}, and publishes to {@code mqtt}. */
    public Demo(Path folder, URI mqtt) {
        this.sensor = new SensorFile(folder.resolve("demo.sensor"));
        this.kept = new PrivateProperties(folder.resolve("demo.properties"));
        this.mqtt = mqtt;
    }

    /**
     * Runs it and prints to {@code out}, progress to {@code err}.
     *
     * @param jdbcUrl the database where it lands
     * @return whether every figure of the table equals that of the file
     */
    public boolean run(String jdbcUrl, String user, String password, PrintWriter out, PrintWriter err)
            throws CommandFailedException {
        try (Connection database = DriverManager.getConnection(jdbcUrl, user, password)) {
            int weeks = weeks();
            Duration shift = Duration.ofDays((long) DAYS_PER_WEEK * weeks);
            Figures ofFile = DemoMonth.figures(shift);
            Optional<Suid> former = sensor.suid();
            long before = former.isEmpty() ? 0 : new TableFigures(database, former.get()).rows();

            long startedAt = System.nanoTime();
            Report report = new FileReplay(
                            DemoMonth::open,
                            shift,
                            mqtt,
                            Authorities.OF_THE_JDK,
                            OBSERVATIONS_PER_PUBLISH,
                            DemoMonth.SENSOR,
                            OptionalInt.empty())
                    .run(sensor, err);
            if (report.failure().isPresent()) {
                throw new CommandFailedException(report.failure().get());
            }
            Suid suid = sensor.suid().orElseThrow(() -> new IllegalStateException("a replay keeps its sensor"));
            var table = new TableFigures(database, suid);
            awaitRows(table, report.acknowledged());
            Duration took = Duration.ofNanos(System.nanoTime() - startedAt);

            Figures ofTable = table.figures(ofFile.types().keySet());
            new DemoReport(suid, weeks, report, ofTable.rows() - before, took, ofTable, ofFile).print(out);
            return ofTable.equals(ofFile);
        } catch (SQLException | IOException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int weeks() throws IOException {
        String before = kept.load().get(WEEKS);
        int weeks = before == null ? DemoMonth.weeksUntil(Instant.now()) : Integer.parseInt(before);
        kept.store("By how many weeks airlog up --demo moves its month.", Map.of(WEEKS, Integer.toString(weeks)));
        return weeks;
    }

    /** What is acknowledged is in Kafka; the consumer writes it within a moment. */
    private static void awaitRows(TableFigures table, long expected) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (table.rows() < expected
                && System.nanoTime() - deadline < 0
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
