package org.airlog.observation;

/** The interface an observation came in by. The {@link #code} is on the wire and never changes. */
public enum Source {
    /** The OpenSmog Acquisition API. */
    OPENSMOG(0, "opensmog"),
    /** The co2logserver upload. */
    UPLOAD(1, "upload"),
    /** airRohr firmware, by its "custom API". */
    AIRROHR(2, "airrohr"),
    /** The push API of sensor.community. */
    SENSOR_COMMUNITY(3, "sensor-community"),
    /** The openSenseMap API, as senseBoxes speak it. */
    OPENSENSEMAP(4, "opensensemap"),
    /** AirGradient firmware over MQTT. */
    AIRGRADIENT(5, "airgradient"),
    /** Tasmota firmware over MQTT. */
    TASMOTA(6, "tasmota");

    private final int code;
    private final String label;

    Source(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The word in metrics and in the database. */
    public String label() {
        return label;
    }
}
