package org.airlog.launcher.letters;

import java.util.HashMap;
import java.util.Map;

/**
 * Where Kafka is.
 *
 * @param servers brokers to start from
 * @param properties of every client; may hold passwords
 */
record KafkaAccess(String servers, Map<String, String> properties) {

    KafkaAccess {
        properties = Map.copyOf(properties);
    }

    /** All properties of one client. */
    Map<String, Object> with(Map<String, Object> own) {
        var all = new HashMap<String, Object>(properties);
        all.put("bootstrap.servers", servers);
        all.put("client.id", "airlog-command");
        all.putAll(own);
        return all;
    }

    @Override
    public String toString() {
        return "KafkaAccess[" + servers + "]";
    }
}
