package org.airlog.resilience.ledger;

/** By which way a device's publishes come. */
public enum Route {
    /** MQTT 5, the signature in a user property. */
    MQTT_5,
    /** MQTT 3.1.1, the signature in the topic. */
    MQTT_3_1_1,
    /** HTTP through the gateway. */
    HTTP
}
