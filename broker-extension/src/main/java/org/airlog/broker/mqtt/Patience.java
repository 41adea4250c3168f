package org.airlog.broker.mqtt;

import java.time.Duration;

/**
 * How long the door waits for what.
 *
 * @param decision until a publish that is not yet stored is refused as {@code unavailable}
 * @param beforeDisconnect how long a refusal that may pass is held back, so that a fleet does not storm
 * @param broker until HiveMQ itself refuses; the last guard, so longer than the other two together
 */
public record Patience(Duration decision, Duration beforeDisconnect, Duration broker) {

    /** 10 s, within the 20 s that the gateway waits; 1 s; 15 s. */
    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(15));
}
