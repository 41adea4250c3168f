package org.airlog.launcher.replay;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;

/**
 * Finds the sensor of a {@link SensorFile}, or registers one and keeps it there.
 *
 * <p>A sensor kept from another installation would land here as a rogue: what an unregistered SUID signs is taken as
 * unsigned. So a kept SUID is asked after first, by a publish that can store nothing, and registered where it is unknown.
 */
final class Enrolment {

    private final Uplink uplink;
    private final SensorDescription description;
    private final Duration patience;

    Enrolment(Uplink uplink, SensorDescription description) {
        this(uplink, description, Replay.PATIENCE);
    }

    /** {@code patience} is how long to ask again after a sensor, and how long to wait for one answer. */
    Enrolment(Uplink uplink, SensorDescription description, Duration patience) {
        this.uplink = uplink;
        this.description = description;
        this.patience = patience;
    }

    /** Whose sensor it is now. */
    record Enrolled(Sensor sensor, boolean isNew) {}

    Enrolled enrol(SensorFile file) throws CommandFailedException {
        Optional<Sensor> kept = file.sensor();
        if (kept.isPresent() && isRegistered(kept.get().suid())) {
            return new Enrolled(kept.get(), false);
        }
        Suid suid = file.suid().orElseGet(() -> new Suid(UUID.randomUUID()));
        if (kept.isEmpty()) {
            file.keep(suid);
        }
        var sensor = new Sensor(suid, uplink.register(suid, description.json()));
        file.keep(sensor);
        return new Enrolled(sensor, true);
    }

    /**
     * A registered SUID is refused for the signature before anybody looks at the payload. Whatever else is answered tells
     * nothing about the sensor, and to guess would let it land as a rogue, or take its secret from it.
     */
    private boolean isRegistered(Suid suid) throws CommandFailedException {
        Answer answer = probe(suid);
        if (answer instanceof Answer.Refused refused) {
            if (refused.reason().equals(Reason.SIGNATURE_MISSING.label())) {
                return true;
            }
            if (refused.reason().equals(Reason.MALFORMED.label())) {
                return false;
            }
        }
        throw new CommandFailedException("cannot tell whether the sensor " + suid + " is registered: " + answer);
    }

    private Answer probe(Suid suid) throws CommandFailedException {
        long began = System.nanoTime();
        try {
            Answer answer = uplink.publish(Publish.probe(suid)).get(patience.toNanos(), TimeUnit.NANOSECONDS);
            for (int retries = 0;
                    answer instanceof Answer.Later later && System.nanoTime() - began < patience.toNanos();
                    retries++) {
                TimeUnit.MILLISECONDS.sleep(Replay.pause(later, retries).toMillis());
                answer = uplink.publish(Publish.probe(suid)).get(patience.toNanos(), TimeUnit.NANOSECONDS);
            }
            return answer;
        } catch (TimeoutException e) {
            throw new CommandFailedException("no answer for " + patience.toMinutes() + " minutes", e);
        } catch (ExecutionException e) {
            throw CommandFailedException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }
}
