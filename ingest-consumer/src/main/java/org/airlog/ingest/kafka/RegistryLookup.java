package org.airlog.ingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.airlog.observation.Payload;
import org.airlog.observation.codec.SensorRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks records up in {@code airlog.sensors} by their keys, which Kafka does not: reads the whole log, a second or two for a
 * million records. For a sink that begins anew after a sealing key has been retired, and so seldom.
 */
public final class RegistryLookup {

    private static final TopicPartition PARTITION = new TopicPartition(SensorRecord.TOPIC, 0);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaAddress address;

    /** Remembers where Kafka is. */
    public RegistryLookup(KafkaAddress address) {
        this.address = address;
    }

    /** The last value under each of {@code keys} that there is; blocks while it reads. */
    public Map<Payload, Payload> find(Set<Payload> keys) throws LogUnavailableException {
        var found = new HashMap<Payload, Payload>();
        try (var consumer = new KafkaConsumer<>(
                address.with(Map.of(
                        "client.id",
                        RecordSource.GROUP + "-lookup",
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest",
                        "allow.auto.create.topics",
                        "false")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            long last = System.nanoTime();
            while (consumer.position(PARTITION) < end) {
                if (System.nanoTime() - last > PATIENCE.toNanos()) {
                    throw new TimeoutException("the registry's log sends no more");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    last = System.nanoTime();
                    if (record.key() != null && record.value() != null && keys.contains(Payload.of(record.key()))) {
                        found.put(Payload.of(record.key()), Payload.of(record.value()));
                    }
                }
            }
        } catch (KafkaException e) {
            throw new LogUnavailableException("the registry's log cannot be looked through", e);
        }
        return found;
    }
}
