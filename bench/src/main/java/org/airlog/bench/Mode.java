package org.airlog.bench;

/** What is measured. */
public enum Mode {
    /** Publishes over MQTT, until their rows are committed. */
    PUBLISH,
    /** The same by HTTP POST. */
    POST,
    /** A log that is full, until its rows are committed: the sink alone. */
    DRAIN,
    /** From when a publish is due until its row can be read. */
    E2E,
    /** Clients that connect, as after a power cut. */
    CONNECT
}
