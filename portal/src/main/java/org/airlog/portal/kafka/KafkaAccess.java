package org.airlog.portal.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where Kafka is.
 *
 * @param clientId what its log calls this process
 * @param servers brokers to start from
 * @param properties of every client; may hold passwords
 */
public record KafkaAccess(String clientId, String servers, Map<String, String> properties) {

    public KafkaAccess {
        properties = Map.copyOf(properties);
    }

    /** All properties of one client. */
    public Map<String, Object> with(Map<String, Object> own) {
        var all = new HashMap<String, Object>(properties);
        all.put("bootstrap.servers", servers);
        all.put("client.id", clientId);
        all.putAll(own);
        return all;
    }

    /** The client that {@code making} makes; throws with one line where its properties or the servers' names are no good. */
    public <T> T client(Supplier<T> making) throws KafkaUnavailableException {
        try {
            return making.get();
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // Other faults may quote what they choke on, a password perhaps.
            String why = cause instanceof ConfigException
                    ? String.valueOf(cause.getMessage())
                    : cause.getClass().getSimpleName();
            throw new KafkaUnavailableException("no client can be made for Kafka at " + servers + ": " + why, e);
        }
    }

    @Override
    public String toString() {
        return "KafkaAccess[" + servers + "]";
    }
}
