package org.airlog.resilience.load;

import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;
import org.airlog.resilience.ledger.Route;

/**
 * A registered sensor.
 *
 * @param isSmall whether its device can make a plain hash only, {@code OpenSmogHash}, and no HMAC
 */
public record Sensor(Suid suid, Secret secret, Route route, boolean isSmall) {

    /** {@code payload}, signed the way its device does. */
    public Publish signed(Payload payload) {
        String topic = "v1/sensors/" + suid + "/readings";
        String scheme = isSmall ? OpenSmogHash.SCHEME : HmacSha256.SCHEME;
        String hex = isSmall
                ? OpenSmogHash.sign(secret, payload).hex()
                : HmacSha256.sign(secret, topic, payload).hex();
        return route == Route.MQTT_3_1_1
                ? new Publish(topic + "/" + scheme + "/" + hex, payload, Optional.empty())
                : new Publish(topic, payload, Optional.of(scheme + " " + hex));
    }
}
