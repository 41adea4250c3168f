package org.airlog.bench.load;

import java.time.Instant;
import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;

/**
 * One publish of one sensor, ready to leave by any way.
 *
 * @param topic without a signature's suffix
 * @param authorization {@code <scheme> <hex>} where it is signed
 * @param observations in the payload
 * @param newest time of the last of them
 */
public record Publish(
        Suid suid, String topic, Payload payload, Optional<String> authorization, int observations, Instant newest) {

    /** Whoever has a signature can send its payload. */
    @Override
    public String toString() {
        return "Publish[" + topic + ", " + observations + " observations]";
    }
}
