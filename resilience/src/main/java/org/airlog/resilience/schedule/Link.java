package org.airlog.resilience.schedule;

/** The connections that a fault proxy lies in. */
public enum Link {
    /** From devices to the broker, MQTT. */
    DEVICES_BROKER,
    /** From the gateway to the broker, MQTT. */
    GATEWAY_BROKER,
    /** To Kafka, from the broker and the consumer alike. */
    KAFKA,
    /** From the consumer to the database. */
    CONSUMER_DATABASE
}
