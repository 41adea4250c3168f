package org.airlog.launcher.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.console.ProgressLine;
import org.airlog.tls.Authorities;

/**
 * One file on its way to one Airlog.
 *
 * <p>The file is read twice: first as a whole, so that a fault in its last line is told before anything has been sent,
 * then to send it. Nothing of it is kept in memory.
 *
 * @param csv opens the file, once for each reading
 * @param shift added to every time
 * @param target {@code mqtt://}, {@code mqtts://}, {@code http://} or {@code https://}
 * @param authorities whose certificate the target shows, where it is one of TLS
 * @param maxObservations in one publish
 * @param description of the sensor, where one is registered
 * @param rate observations a second; empty = as fast as they are taken
 */
public record FileReplay(
        Source csv,
        Duration shift,
        URI target,
        Authorities authorities,
        int maxObservations,
        SensorDescription description,
        OptionalInt rate) {

    /** Opens a file for reading. */
    @FunctionalInterface
    public interface Source {

        /** The file from its beginning. */
        InputStream open() throws IOException;
    }

    /** Sends the file as {@code sensor}. */
    public Report run(Sensor sensor, PrintWriter err) throws CommandFailedException {
        long total = count();
        try (var uplink = uplink()) {
            uplink.open();
            return send(uplink, sensor, total, err);
        }
    }

    /** Sends the file as the sensor that is kept in {@code file}, which is registered when there is none yet. */
    public Report run(SensorFile file, PrintWriter err) throws CommandFailedException {
        long total = count();
        try (var uplink = uplink()) {
            uplink.open();
            Enrolment.Enrolled enrolled = new Enrolment(uplink, description).enrol(file);
            err.println("sensor " + enrolled.sensor().suid()
                    + (enrolled.isNew() ? " registered at " + target + ", kept in " : " from ") + file.path());
            err.flush();
            return send(uplink, enrolled.sensor(), total, err);
        }
    }

    private Report send(Uplink uplink, Sensor sensor, long total, PrintWriter err) throws CommandFailedException {
        try (var readings = open()) {
            var progress = ProgressLine.start(err, "replay", total);
            return new Replay(uplink, sensor, maxObservations, rate, progress).run(readings);
        }
    }

    private long count() throws CommandFailedException {
        try (var readings = open()) {
            long observations = 0;
            while (readings.next().isPresent()) {
                observations++;
            }
            return observations;
        }
    }

    private ReadingsCsv open() throws CommandFailedException {
        try {
            return ReadingsCsv.open(csv.open(), shift);
        } catch (IOException e) {
            throw new CommandFailedException("cannot open the file: " + e, e);
        }
    }

    private Uplink uplink() {
        return target.getScheme().startsWith("http")
                ? new HttpUplink(target, authorities)
                : new MqttUplink(target, authorities);
    }
}
