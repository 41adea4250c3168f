package org.airlog.broker.kafka;

import static org.airlog.broker.kafka.FollowedLog.PARTITION;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.airlog.observation.codec.ObservationRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code airlog.sensors} from its beginning to the end that it has then, beside its follower. Throws what Kafka
 * throws. For one thread.
 */
final class RegistryReading implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Consumer<byte[], byte[]> consumer;

    RegistryReading(KafkaClients clients) {
        this.consumer = clients.newConsumer("seals");
    }

    /** Takes a record; a null value is a tombstone. */
    interface Sink {
        void accept(byte[] key, byte @Nullable [] value);
    }

    /** Reads all that is there at the time of the call, or less where {@code isStopped}. */
    void readAll(Sink sink, BooleanSupplier isStopped) {
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
        long last = System.nanoTime();
        while (consumer.position(PARTITION) < end && !isStopped.getAsBoolean()) {
            // A consumer says nothing when Kafka goes away.
            if (System.nanoTime() - last > PATIENCE.toNanos()) {
                throw new TimeoutException("the registry's log sends no more");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                sink.accept(record.key() == null ? new byte[0] : record.key(), record.value());
                last = System.nanoTime();
            }
        }
    }

    /** When the oldest record of each topic with sealed positions was written; without those that are empty. */
    Map<String, String> oldest() {
        var oldest = new HashMap<String, String>();
        for (String topic : List.of(ObservationRecord.TOPIC, Topics.PARKED)) {
            oldest(topic, oldest);
        }
        return oldest;
    }

    private void oldest(String topic, Map<String, String> oldest) {
        var open = new HashSet<TopicPartition>();
        consumer.partitionsFor(topic).forEach(info -> open.add(new TopicPartition(topic, info.partition())));
        Map<TopicPartition, Long> ends = consumer.endOffsets(open);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(open);
        open.removeIf(partition -> beginnings.getOrDefault(partition, 0L) >= ends.getOrDefault(partition, 0L));
        long least = Long.MAX_VALUE;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            // One partition after another: a poll may bring many records of one and none of the next.
            TopicPartition partition = open.iterator().next();
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                least = Math.min(least, record.timestamp());
                open.remove(partition);
                break;
            }
        }
        if (least != Long.MAX_VALUE) {
            oldest.put(topic, Instant.ofEpochMilli(least).toString());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
