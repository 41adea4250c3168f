package org.airlog.bench.load;

import java.util.Optional;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;

/**
 * A sensor of the fleet.
 *
 * @param secret empty where it signs nothing
 * @param topic of its readings
 */
public record Sensor(Suid suid, Optional<Secret> secret, String topic) {

    /** One that signs with {@code secret}, if there is one. */
    public static Sensor of(Suid suid, Optional<Secret> secret) {
        return new Sensor(suid, secret, "v1/sensors/" + suid + "/readings");
    }
}
