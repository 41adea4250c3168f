package org.airlog.gateway;

import org.airlog.management.ReadyAnswer;

/**
 * Whether the gateway can do its work just now: without a broker it answers 503 to everything that is published.
 *
 * @param connectedClients its MQTT clients that have a broker
 */
record GatewayReadiness(int connectedClients) implements ReadyAnswer {

    @Override
    public boolean isReady() {
        return connectedClients > 0;
    }

    /** {@code {"ready":…,"connectedClients":…}}. */
    @Override
    public String toJson() {
        return "{\"ready\":" + isReady() + ",\"connectedClients\":" + connectedClients + "}\n";
    }
}
