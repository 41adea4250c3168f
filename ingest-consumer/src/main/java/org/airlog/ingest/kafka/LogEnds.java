package org.airlog.ingest.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Where the topics that the sink reads begin and end just now. */
public final class LogEnds {

    private static final List<String> TOPICS = List.of(ObservationRecord.TOPIC, SensorRecord.TOPIC);
    private static final int PATIENCE_SECONDS = 15;

    private LogEnds() {}

    /**
     * What one partition holds.
     *
     * @param end the offset behind the last record
     */
    public record Range(long beginning, long end) {}

    /** Each partition in its present life, by topic and number. */
    public static Map<LogPartition, Range> look(KafkaAddress address) throws LogUnavailableException {
        try (Admin admin = Admin.create(address.with(Map.of(
                "client.id",
                "airlog-command",
                "default.api.timeout.ms",
                PATIENCE_SECONDS * 1_000,
                "request.timeout.ms",
                5_000)))) {
            var topics = admin.describeTopics(TOPICS).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var partitions = new HashMap<TopicPartition, UUID>();
            topics.values().forEach(topic -> topic.partitions()
                    .forEach(partition -> partitions.put(
                            new TopicPartition(topic.name(), partition.partition()), TopicIds.uuid(topic.topicId()))));
            Map<TopicPartition, Long> beginnings = offsets(admin, partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
            var ranges = new TreeMap<LogPartition, Range>();
            partitions.forEach((partition, id) -> ranges.put(
                    new LogPartition(id, partition.topic(), partition.partition()),
                    new Range(beginnings.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L))));
            return ranges;
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new LogUnavailableException("Kafka does not tell where its topics begin and end", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, Map<TopicPartition, UUID> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        partitions.keySet().forEach(partition -> wanted.put(partition, spec));
        var offsets = new HashMap<TopicPartition, Long>();
        admin.listOffsets(wanted)
                .all()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }
}
