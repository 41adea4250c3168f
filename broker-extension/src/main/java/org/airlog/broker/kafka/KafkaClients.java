package org.airlog.broker.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes every Kafka client of the extension, with the operator's properties.
 *
 * <p>What an operator sets wins over the defaults, but not over what the promises rest on: {@code acks=all}, idempotence
 * and the limits of time. Clients find their own classes through the thread's context class loader, and inherit it to
 * their threads: in HiveMQ that is another one than ours, so it is set while they are made.
 *
 * <p>Making a client may block on DNS and throws where no broker's name resolves: not for a thread of HiveMQ. Immutable.
 */
public final class KafkaClients {

    private static final String REQUEST_TIMEOUT_MILLIS = "1500";
    private static final String API_TIMEOUT_MILLIS = "2000";
    private static final int LONGEST_REQUEST_MILLIS = 5_000;

    private final Map<String, Object> common;

    /**
     * Remembers where Kafka is.
     *
     * @param bootstrapServers host:port, …
     * @param properties any property of the Kafka clients, given to each of them
     */
    public KafkaClients(String bootstrapServers, Map<String, String> properties) {
        var merged = new HashMap<String, Object>();
        merged.put(CommonClientConfigs.CLIENT_ID_CONFIG, "airlog-broker");
        merged.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
        merged.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "2000");
        merged.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, "false");
        merged.putAll(properties);
        merged.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        this.common = Map.copyOf(merged);
    }

    /** A consumer that belongs to no group, is told where to read, and never jumps to another offset by itself. */
    Consumer<byte[], byte[]> newConsumer(String purpose) {
        var properties = propertiesFor(purpose);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        return withOwnClassLoader(
                () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** For looks at the log's end and at topics; gives up after 2 s. */
    Admin newAdmin(String purpose) {
        var properties = propertiesFor(purpose);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MILLIS);
        return withOwnClassLoader(() -> Admin.create(properties));
    }

    /**
     * An idempotent producer that confirms after all in-sync replicas have the record, or fails in bounded time.
     *
     * @param purpose tells it from the others in Kafka's logs and metrics
     * @param maxBlock the longest that {@code send} may wait for metadata or for room in the buffer
     * @param delivery the longest from {@code send} to its outcome
     * @param defaults properties that an operator's win over
     * @param maxRequestBytes the largest record
     */
    Producer<byte[], byte[]> newProducer(
            String purpose, Duration maxBlock, Duration delivery, Map<String, String> defaults, int maxRequestBytes) {
        var properties = new HashMap<String, Object>(defaults);
        properties.putAll(propertiesFor(purpose));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                defaults.getOrDefault(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5"));
        properties.put(ProducerConfig.RETRIES_CONFIG, String.valueOf(Integer.MAX_VALUE));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, properties.getOrDefault(ProducerConfig.LINGER_MS_CONFIG, "0"));
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(maxBlock.toMillis()));
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(delivery.toMillis()));
        // The producer demands that linger and a request fit into the delivery.
        long requestMillis = Math.min(delivery.toMillis() * 3 / 4, LONGEST_REQUEST_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(requestMillis));
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(maxRequestBytes));
        return withOwnClassLoader(
                () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private Map<String, Object> propertiesFor(String purpose) {
        var properties = new HashMap<>(common);
        properties.computeIfPresent(CommonClientConfigs.CLIENT_ID_CONFIG, (name, id) -> id + "-" + purpose);
        return properties;
    }

    private static <T> T withOwnClassLoader(Supplier<T> make) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaClients.class.getClassLoader());
        try {
            return make.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
