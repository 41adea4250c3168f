package org.airlog.broker.intake.limit;

/** What is limited; the one list of limits of rate. The label is what a refusal tells, and the metrics' tag. */
public enum Limit {
    /** Signed publishes of a SUID. */
    SENSOR_PUBLISHES("sensor-publishes"),
    /** Signed observations of a SUID. */
    SENSOR_OBSERVATIONS("sensor-observations"),
    /** Unsigned observations of a SUID. */
    UNSIGNED_OBSERVATIONS("unsigned-observations"),
    /** Publishes of a client address. */
    ADDRESS_PUBLISHES("address-publishes"),
    /** Unsigned observations of a client address. */
    ADDRESS_UNSIGNED_OBSERVATIONS("address-unsigned-observations"),
    /** SUIDs that a client address uses unsigned for the first time. */
    ADDRESS_NEW_SENSORS("address-new-sensors"),
    /** SUIDs that anybody uses unsigned for the first time. */
    NEW_SENSORS("new-sensors"),
    /** Failed signatures, or passwords, of a client address for one SUID, or user name. */
    FAILED_SIGNATURES("failed-signatures"),
    /** Registrations of a client address. */
    REGISTRATIONS("registrations");

    private final String label;

    Limit(String label) {
        this.label = label;
    }

    /** The last word of the limit's key, {@code airlog.limits.<label>}. */
    public String label() {
        return label;
    }
}
