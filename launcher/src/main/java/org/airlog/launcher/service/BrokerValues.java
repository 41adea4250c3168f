package org.airlog.launcher.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;

/** What of a configuration the broker extension is handed in a file of its own: nobody else's secrets. */
public final class BrokerValues {

    private static final List<Key<?>> NOT_FOR_THE_BROKER = List.of(
            Keys.DATABASE_URL,
            Keys.DATABASE_USER,
            Keys.DATABASE_PASSWORD,
            Keys.GATEWAY_MQTT_PASSWORD,
            Keys.OPERATOR_MQTT_PASSWORD,
            Keys.OPENSENSEMAP_PASSWORD);

    private BrokerValues() {}

    /** {@code values} by key name, less those that are of no business to the broker. */
    public static Map<String, String> of(Map<String, String> values) {
        var ofBroker = new HashMap<>(values);
        NOT_FOR_THE_BROKER.forEach(key -> ofBroker.remove(key.name()));
        return Map.copyOf(ofBroker);
    }
}
