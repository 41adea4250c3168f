package org.airlog.resilience.load;

import java.util.Optional;
import org.airlog.observation.Payload;

/**
 * One publish.
 *
 * @param topic MQTT topic, and with a slash before it the path of HTTP
 * @param authorization the signature; empty where there is none, or the topic holds it
 */
public record Publish(String topic, Payload payload, Optional<String> authorization) {

    /** The topic may hold a signature as well. */
    @Override
    public String toString() {
        return "Publish[" + payload + "]";
    }
}
