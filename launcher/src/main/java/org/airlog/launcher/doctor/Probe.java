package org.airlog.launcher.doctor;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.replay.Sensor;
import org.airlog.launcher.replay.SensorDescription;
import org.airlog.launcher.replay.SensorFile;
import org.airlog.launcher.replay.SingleReadings;
import org.airlog.observation.Suid;
import org.airlog.tls.Authorities;

/**
 * The question whether what is acknowledged is stored, asked by doing it: a sensor signs a temperature, sends it by each way,
 * and it is read back. Up to {@code patience} for each step, as acknowledged rows may come late.
 *
 * @param ways by which it is sent, in their order; the sensor is registered by the first
 * @param who as whom
 */
record Probe(List<URI> ways, Identity who, Optional<ReadBack> readBack, Authorities authorities, Duration patience)
        implements Check {

    private static final SensorDescription DESCRIPTION = new SensorDescription("doctor", null);
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    Probe {
        ways = List.copyOf(ways);
    }

    /** Whom a probe speaks as. */
    sealed interface Identity {

        /** A sensor that is registered already. */
        record Given(Sensor sensor) implements Identity {}

        /** One that is kept in a file: registered where it is not yet. */
        record Kept(SensorFile file) implements Identity {}

        /** One that is registered for this once, and whose secret nobody keeps. */
        record Once() implements Identity {}
    }

    /** What was sent, to be found again. */
    private record Sent(URI way, Instant time, double value) {}

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        var findings = new ArrayList<Finding>();
        var sent = new ArrayList<Sent>();
        Sensor sensor = null;
        Instant time = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        for (URI way : ways) {
            try (var readings = SingleReadings.open(way, authorities, patience)) {
                if (sensor == null) {
                    sensor = sensor(readings);
                    findings.add(Finding.ok(name(), "speaks as the sensor " + sensor.suid()));
                }
                var next = new Sent(way, time.plusMillis(sent.size()), value());
                readings.send(sensor, next.time(), "TEMP", next.value());
                sent.add(next);
            } catch (CommandFailedException e) {
                findings.add(Finding.fail(
                        name(),
                        "by " + way + ": " + e.getMessage(),
                        "see the reason in docs/operations.md; where nobody may register, name a sensor by --suid and"
                                + " --secret-file"));
            }
        }
        if (sensor != null) {
            for (Sent one : sent) {
                findings.add(find(sensor.suid(), one));
            }
        }
        return findings;
    }

    private Sensor sensor(SingleReadings readings) throws CommandFailedException {
        if (who instanceof Identity.Given given) {
            return given.sensor();
        }
        return who instanceof Identity.Kept kept
                ? readings.enrol(kept.file(), DESCRIPTION)
                : readings.register(new Suid(UUID.randomUUID()), DESCRIPTION);
    }

    private Finding find(Suid suid, Sent sent) throws InterruptedException {
        String what = "a reading signed and acknowledged by " + sent.way();
        if (readBack.isEmpty()) {
            return Finding.warn(
                    name(), what + ", and not read back", "name the portal by --portal, or configure the database");
        }
        long deadline = System.nanoTime() + patience.toNanos();
        String why = "it does not appear";
        do {
            try {
                Optional<Double> found = readBack.get().find(suid, sent.time());
                if (found.isPresent()) {
                    return found.get() == sent.value()
                            ? Finding.ok(
                                    name(),
                                    what + " is read back from "
                                            + readBack.get().where())
                            : Finding.fail(
                                    name(),
                                    what + " comes back with another value",
                                    "this must not happen: keep the logs and report it");
                }
                why = "it does not appear";
            } catch (IOException | SQLException e) {
                why = Words.of(e);
            }
            TimeUnit.MILLISECONDS.sleep(ASK_AGAIN.toMillis());
        } while (System.nanoTime() < deadline);
        return Finding.fail(
                name(),
                what + ", and not in " + readBack.get().where() + " within "
                        + String.format(Locale.ROOT, "%d s: %s", patience.toSeconds(), why),
                "it is safe in Kafka or on the broker's disk: look why the consumer does not store (its /ready, its lag)");
    }

    /** Two decimals, which every way keeps. */
    private static double value() {
        return ThreadLocalRandom.current().nextInt(1_000, 3_000) / 100.0;
    }
}
