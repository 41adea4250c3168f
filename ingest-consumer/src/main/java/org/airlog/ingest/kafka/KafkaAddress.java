package org.airlog.ingest.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * Where Kafka is and how its clients are set up.
 *
 * @param bootstrapServers brokers to start from
 * @param clientProperties further properties of all clients, such as {@code security.protocol}
 */
public record KafkaAddress(String bootstrapServers, Map<String, String> clientProperties) {

    public KafkaAddress {
        clientProperties = Map.copyOf(clientProperties);
    }

    /** All properties of one client; {@code own} are not for operators to change. */
    Map<String, Object> with(Map<String, Object> own) {
        var all = new HashMap<String, Object>(clientProperties);
        all.put("bootstrap.servers", bootstrapServers);
        all.putAll(own);
        return all;
    }

    /** Client properties may hold passwords. */
    @Override
    public String toString() {
        return "KafkaAddress[" + bootstrapServers + "]";
    }
}
