package org.airlog.broker.mqtt;

import java.util.Optional;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Suid;

/**
 * Which client ids a principal may take: who takes another's pushes its owner off the broker.
 *
 * <p>A client id stands in topics ({@code client/{client id}/…}), so none may hold {@code + # /}. {@code airlog-} is for
 * Airlog's own, a registered SUID for its sensor. Where sensors that nobody registered may not publish, every SUID is: a
 * CONNECT must not tell strangers which SUIDs exist, as a publish does not.
 */
final class ClientIds {

    /** In characters; the broker keeps it, and it stands in topics. */
    static final int MAX_LENGTH = 256;

    private static final String OWN_PREFIX = "airlog-";

    private final SensorDirectory directory;
    private final boolean isRogueEnabled;

    ClientIds(SensorDirectory directory, boolean isRogueEnabled) {
        this.directory = directory;
        this.isRogueEnabled = isRogueEnabled;
    }

    /** Why {@code principal} may not be {@code clientId}; empty where it may. {@code self} is a sensor's own SUID. */
    Optional<String> objection(String clientId, Principal principal, Optional<Suid> self) {
        if (clientId.length() > MAX_LENGTH) {
            return Optional.of("a client id may have " + MAX_LENGTH + " characters at most");
        }
        if (clientId.chars().anyMatch(c -> c == '+' || c == '#' || c == '/')) {
            return Optional.of("a client id may not hold + # /");
        }
        boolean isService = principal == Principal.GATEWAY || principal == Principal.PORTAL;
        if (!isService && clientId.startsWith(OWN_PREFIX)) {
            return Optional.of("client ids that start with airlog- are taken");
        }
        Optional<Suid> named = Suid.parse(clientId);
        return named.isEmpty() || named.equals(self) || isFree(named.get())
                ? Optional.empty()
                : Optional.of("this client id is a sensor's");
    }

    private boolean isFree(Suid suid) {
        if (!isRogueEnabled || !directory.isLoaded()) {
            return false;
        }
        Sensor sensor = directory.find(suid);
        return sensor instanceof Sensor.Unknown || sensor instanceof Sensor.Unsigned;
    }
}
