package org.airlog.configuration;

import java.util.List;

/**
 * Keys of limits: the size of one payload, and how much may come how often.
 *
 * <p>A rate's name, the last word of its key, is what a refusal tells; see {@link Rate} for how one is written.
 */
public final class LimitKeys {

    // One payload: broker extension and gateway
    public static final Key<Integer> PAYLOAD_BYTES = Key.integer(
                    "airlog.limits.payload-bytes", 256 * 1024, 1_024, 1 << 24, "Largest payload, in bytes.")
            .reloaded();
    public static final Key<Integer> OBSERVATIONS = Key.integer(
                    "airlog.limits.observations-per-payload", 2_500, 1, 100_000, "Most observations in a payload.")
            .reloaded();
    public static final Key<Integer> READINGS = Key.integer(
                    "airlog.limits.readings-per-observation", 64, 1, 1_000, "Most readings in an observation.")
            .reloaded();
    public static final Key<Integer> NAME_LENGTH = Key.integer(
                    "airlog.limits.name-length", 63, 1, 63, "Longest name of a reading, in characters.")
            .reloaded();
    public static final Key<Integer> JSON_DEPTH = Key.integer(
                    "airlog.limits.json-depth", 8, 3, 64, "Deepest nesting of a payload.")
            .reloaded();

    // How much how often: broker extension
    public static final Key<Boolean> ENABLED = Key.bool(
                    "airlog.limits.enabled", true, "Whether rates are limited at all; false is for load tests.")
            .reloaded();
    public static final Key<Rate> SENSOR_PUBLISHES =
            rate("sensor-publishes", "2/s burst 240", "Signed publishes of a SUID.");
    public static final Key<Rate> SENSOR_OBSERVATIONS =
            rate("sensor-observations", "200/s burst 200000", "Signed observations of a SUID.");
    public static final Key<Rate> UNSIGNED_OBSERVATIONS =
            rate("unsigned-observations", "20/s burst 5000", "Unsigned observations of a SUID.");
    public static final Key<Rate> ADDRESS_PUBLISHES =
            rate("address-publishes", "50/s burst 500", "Publishes of a client address (IPv4, or IPv6 /64).");
    public static final Key<Rate> ADDRESS_UNSIGNED_OBSERVATIONS =
            rate("address-unsigned-observations", "200/s burst 20000", "Unsigned observations of a client address.");
    public static final Key<Rate> ADDRESS_NEW_SENSORS = rate(
            "address-new-sensors", "60/h burst 60", "SUIDs that a client address uses unsigned for the first time.");
    public static final Key<Rate> NEW_SENSORS = rate(
            "new-sensors",
            "10000/h burst 10000",
            "SUIDs that are used unsigned for the first time, in all; shared fairly by /16 or /48.");
    public static final Key<Rate> FAILED_SIGNATURES =
            rate("failed-signatures", "20/m burst 20", "Failed signatures of a client address for one SUID.");
    public static final Key<Rate> REGISTRATIONS =
            rate("registrations", "120/h burst 60", "Registrations of a client address.");
    public static final Key<List<String>> SHARED_ADDRESSES = Key.list(
                    "airlog.limits.shared-addresses",
                    "",
                    "Addresses or CIDR blocks that many devices share, such as a load balancer's: limits of an address do not count for them.")
            .reloaded();

    /** All of them. */
    public static final List<Key<?>> ALL = List.of(
            PAYLOAD_BYTES,
            OBSERVATIONS,
            READINGS,
            NAME_LENGTH,
            JSON_DEPTH,
            ENABLED,
            SENSOR_PUBLISHES,
            SENSOR_OBSERVATIONS,
            UNSIGNED_OBSERVATIONS,
            ADDRESS_PUBLISHES,
            ADDRESS_UNSIGNED_OBSERVATIONS,
            ADDRESS_NEW_SENSORS,
            NEW_SENSORS,
            FAILED_SIGNATURES,
            REGISTRATIONS,
            SHARED_ADDRESSES);

    private LimitKeys() {}

    private static Key<Rate> rate(String name, String defaultText, String description) {
        return Key.text("airlog.limits." + name, defaultText, description)
                .as(Rate::parse)
                .reloaded();
    }
}
