package org.airlog.launcher.replay;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Payload;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ReadingsJson;
import org.airlog.observation.signature.Secret;
import org.airlog.tls.Authorities;

/** A way by which one signed reading after the other is sent and answered. For one thread. */
public final class SingleReadings implements AutoCloseable {

    private final Uplink uplink;
    private final Duration patience;

    private SingleReadings(Uplink uplink, Duration patience) {
        this.uplink = uplink;
        this.patience = patience;
    }

    /**
     * Connects to {@code mqtt://}, {@code mqtts://}, {@code http://} or {@code https://}; throws where nobody is there.
     *
     * @param patience for each reading, tries that were answered with "later" included
     */
    public static SingleReadings open(URI target, Authorities authorities, Duration patience)
            throws CommandFailedException {
        Uplink uplink = target.getScheme().startsWith("http")
                ? new HttpUplink(target, authorities)
                : new MqttUplink(target, authorities);
        var readings = new SingleReadings(uplink, patience);
        boolean isOpen = false;
        try {
            uplink.open();
            isOpen = true;
            return readings;
        } finally {
            if (!isOpen) {
                readings.close();
            }
        }
    }

    /** Registers a sensor, described as {@code description}. */
    public Sensor register(Suid suid, SensorDescription description) throws CommandFailedException {
        Secret secret = uplink.register(suid, description.json());
        return new Sensor(suid, secret);
    }

    /** The sensor that is kept in {@code file}; registered, and kept there, where none is. */
    public Sensor enrol(SensorFile file, SensorDescription description) throws CommandFailedException {
        return new Enrolment(uplink, description, patience).enrol(file).sensor();
    }

    /** Sends it and returns when it is acknowledged; throws where it is refused, or not taken in time. */
    public void send(Sensor sensor, Instant time, String type, double value) throws CommandFailedException {
        Payload payload = ReadingsJson.encode(List.of(ReportedObservation.at(time, Map.of(type, value))));
        Publish publish = Publish.signed(sensor.suid(), sensor.secret(), payload, 1);
        long deadline = System.nanoTime() + patience.toNanos();
        for (int tries = 0; ; tries++) {
            Answer answer = answer(publish, deadline);
            if (answer instanceof Answer.Accepted accepted && accepted.observations() == 1) {
                return;
            }
            if (!(answer instanceof Answer.Later later) || System.nanoTime() > deadline) {
                throw new CommandFailedException("a signed reading was not taken by " + uplink + ": " + words(answer));
            }
            pause(Replay.pause(later, tries));
        }
    }

    private Answer answer(Publish publish, long deadline) throws CommandFailedException {
        try {
            return uplink.publish(publish).get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "no answer from " + uplink + " for " + patience.toSeconds() + " s"
                            + uplink.trouble()
                                    .map(trouble -> " (" + trouble + ")")
                                    .orElse(""),
                    e);
        } catch (ExecutionException e) {
            throw CommandFailedException.of(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void pause(Duration pause) throws CommandFailedException {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static CommandFailedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandFailedException("interrupted", e);
    }

    private static String words(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            return refused.reason() + (refused.detail().isEmpty() ? "" : ", " + refused.detail());
        }
        if (answer instanceof Answer.Accepted accepted) {
            return String.join(", ", accepted.refused().keySet());
        }
        return answer instanceof Answer.Later later ? later.reason() : "no answer";
    }

    @Override
    public void close() {
        uplink.close();
    }
}
