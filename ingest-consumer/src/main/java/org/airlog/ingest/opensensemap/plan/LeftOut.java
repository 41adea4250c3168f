package org.airlog.ingest.opensensemap.plan;

/** Why a measurement is not forwarded, for good. The {@link #label} is what is counted and logged. */
public enum LeftOut {
    /** Its box does not exist, and nothing in the same request says where it stands. */
    NO_POSITION("no-position"),
    /** The name of its box is longer than the openSenseMap takes. */
    BOX_NAME("box-name"),
    /** The account has as many boxes as we make: strangers may name boxes. */
    BOX_LIMIT("box-limit"),
    /** The openSenseMap refuses to make its box. */
    BOX_REFUSED("box-refused"),
    /** Its box has as many sensors as we make: strangers may name columns. */
    SENSOR_LIMIT("sensor-limit"),
    /** The openSenseMap refuses to make its sensor. */
    SENSOR_REFUSED("sensor-refused"),
    /** The openSenseMap refuses the measurement. */
    REFUSED("refused");

    private final String label;

    LeftOut(String label) {
        this.label = label;
    }

    /** A stable word. */
    public String label() {
        return label;
    }
}
