package org.airlog.resilience.site;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.airlog.observation.Observation;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.sealing.UnopenedException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka's topic of observations as the check sees it. Connects anew each time. Thread-safe. */
public final class ObservationLog {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_TO_READ = Duration.ofMinutes(5);

    private final String bootstrapServers;
    private final ObservationRecordCodec codec;

    ObservationLog(String bootstrapServers, String sealingKeys) {
        this.bootstrapServers = bootstrapServers;
        this.codec = new ObservationRecordCodec(new Seal(List.of(SealingKey.parse(sealingKeys))));
    }

    /** Kafka does not answer just now. */
    public static final class UnreachableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The end of each partition. */
    public Map<Integer, Long> ends() throws UnreachableException, InterruptedException {
        try (Admin admin = Admin.create(properties())) {
            var wanted = new HashMap<TopicPartition, OffsetSpec>();
            admin.describeTopics(List.of(ObservationRecord.TOPIC))
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((topic, description) -> description
                            .partitions()
                            .forEach(info ->
                                    wanted.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest())));
            var ends = new HashMap<Integer, Long>();
            admin.listOffsets(wanted)
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new UnreachableException("Kafka does not tell where its log ends", e);
        }
    }

    /** Every observation, in the order of its partition; returns how many the headers of the records say there are. */
    public long forEach(BiConsumer<Suid, Instant> action) throws UnreachableException, InterruptedException {
        Map<Integer, Long> ends = ends();
        long headers = 0;
        long deadline = System.nanoTime() + PATIENCE_TO_READ.toNanos();
        try (var consumer =
                new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = ends.keySet().stream()
                    .map(partition -> new TopicPartition(ObservationRecord.TOPIC, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream()
                    .anyMatch(
                            partition -> consumer.position(partition) < ends.getOrDefault(partition.partition(), 0L))) {
                if (System.nanoTime() > deadline) {
                    throw new UnreachableException("Kafka's log cannot be read to its end", new TimeoutException());
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    headers += ObservationRecordCodec.readCount(record.headers()
                            .lastHeader(ObservationRecord.COUNT_HEADER)
                            .value());
                    decode(record, action);
                }
            }
        }
        return headers;
    }

    private void decode(ConsumerRecord<byte[], byte[]> record, BiConsumer<Suid, Instant> action) {
        Suid suid = Suid.ofBytes(record.key());
        try {
            for (Observation observation :
                    codec.decode(suid, NextFormat.asVersion1(record.value())).observations()) {
                action.accept(suid, observation.time());
            }
        } catch (Refusal | UnopenedException e) {
            throw new IllegalStateException(
                    "record " + record.partition() + ":" + record.offset() + " cannot be read", e);
        }
    }

    private Map<String, Object> properties() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis(),
                "request.timeout.ms",
                5_000);
    }
}
