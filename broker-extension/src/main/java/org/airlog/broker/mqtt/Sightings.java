package org.airlog.broker.mqtt;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.RegistrationPolicy;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what a stored publish tells the registration policy: that a secret has signed, that an unsigned life goes on.
 *
 * <p>Beside the publish, which is neither delayed nor refused by it. What cannot be written now is written after a later
 * publish: the registry does not know of it yet, so it is still wanting. At most {@value #MAX_UNDER_WAY} at once and one
 * for each SUID; never blocks; thread-safe.
 */
final class Sightings {

    private static final Logger LOG = LoggerFactory.getLogger(Sightings.class);
    private static final int MAX_UNDER_WAY = 200;

    private final RegistrationPolicy policy;
    private final SensorDirectory directory;
    private final Supplier<Moment> clock;
    private final Set<Suid> underWay = ConcurrentHashMap.newKeySet();

    Sightings(RegistrationPolicy policy, SensorDirectory directory, Supplier<Moment> clock) {
        this.policy = policy;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * A publish of {@code suid} was stored; {@code sensor} is what it was judged by, {@code signer} the step that brought
     * the secret which signed it. Never throws: it is stored.
     */
    void stored(Suid suid, Sensor sensor, Optional<UUID> signer) {
        try {
            write(suid, sensor, signer);
        } catch (RuntimeException bug) {
            LOG.error("A sighting could not be written down because of a bug", bug);
        }
    }

    private void write(Suid suid, Sensor sensor, Optional<UUID> signer) {
        Optional<SensorRecord> step = policy.sighting(suid, sensor, signer, UUID::randomUUID, clock.get());
        if (step.isEmpty() || underWay.size() >= MAX_UNDER_WAY || !underWay.add(suid)) {
            return;
        }
        var unused = directory.append(step.get()).whenComplete((counts, failure) -> {
            underWay.remove(suid);
            if (failure != null) {
                LOG.atDebug()
                        .setCause(failure)
                        .addKeyValue("suid", suid)
                        .log("A sighting could not be written down, the next publish will try again");
            }
        });
    }
}
