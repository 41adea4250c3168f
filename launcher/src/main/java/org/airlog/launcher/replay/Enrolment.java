package org.airlog.launcher.replay;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
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

    private static final String DESCRIPTION = "{\"manufacturer\":\"Airlog\",\"model\":\"replay\"}";

    private final Uplink uplink;

    Enrolment(Uplink uplink) {
        this.uplink = uplink;
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
        var sensor = new Sensor(suid, uplink.register(suid, DESCRIPTION));
        file.keep(sensor);
        return new Enrolled(sensor, true);
    }

    /** A registered SUID is refused for the signature before anybody looks at the payload. */
    private boolean isRegistered(Suid suid) throws CommandFailedException {
        Answer answer;
        try {
            answer = uplink.publish(Publish.probe(suid)).get();
        } catch (ExecutionException e) {
            throw CommandFailedException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
        return !(answer instanceof Answer.Refused refused && refused.reason().equals(Reason.MALFORMED.label()));
    }
}
