package org.airlog.resilience.load;

import java.time.Duration;

/**
 * How many devices of which kind.
 *
 * @param mqtt5 over MQTT 5
 * @param mqtt311 over MQTT 3.1.1
 * @param http through the gateway
 * @param interval between two observations of a device
 */
public record FleetPlan(int mqtt5, int mqtt311, int http, Duration interval) {

    /** {@code devices} in all: half over MQTT 5, a fifth over MQTT 3.1.1, the others through the gateway. */
    public static FleetPlan of(int devices, Duration interval) {
        int mqtt5 = devices / 2;
        int mqtt311 = devices / 5;
        return new FleetPlan(mqtt5, mqtt311, devices - mqtt5 - mqtt311, interval);
    }

    /** All devices. */
    public int devices() {
        return mqtt5 + mqtt311 + http;
    }
}
