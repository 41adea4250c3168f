package org.airlog.broker.intake;

/** The MQTT version of a connection, as far as answers differ by it. */
public enum Protocol {
    /** MQTT 3.1 and 3.1.1: no user properties, no negative acknowledgement. */
    MQTT_3,
    /** MQTT 5. */
    MQTT_5
}
