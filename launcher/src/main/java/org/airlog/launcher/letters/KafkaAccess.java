package org.airlog.launcher.letters;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.airlog.launcher.console.CommandFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;

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

    /** The client that {@code making} makes; throws with one line where its properties or the servers' names are no good. */
    <T> T client(Supplier<T> making) throws CommandFailedException {
        try {
            return making.get();
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // Other faults may quote what they choke on, a password perhaps.
            String why = cause instanceof ConfigException
                    ? String.valueOf(cause.getMessage())
                    : cause.getClass().getSimpleName();
            throw new CommandFailedException("no client can be made for Kafka at " + servers + ": " + why, e);
        }
    }

    @Override
    public String toString() {
        return "KafkaAccess[" + servers + "]";
    }
}
