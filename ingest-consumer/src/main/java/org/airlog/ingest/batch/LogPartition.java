package org.airlog.ingest.batch;

import java.util.Comparator;
import java.util.UUID;
import org.airlog.observation.codec.SensorRecord;

/**
 * One partition of one life of a Kafka topic: a topic that is deleted and made again has another id, and its offsets
 * mean other records. Ordered, so that all consumers lock partitions in the same order.
 */
public record LogPartition(UUID topicId, String topic, int partition) implements Comparable<LogPartition> {

    private static final Comparator<LogPartition> ORDER =
            Comparator.comparing(LogPartition::topicId).thenComparingInt(LogPartition::partition);

    /** Whether it carries the registry, not observations. */
    public boolean isRegistry() {
        return topic.equals(SensorRecord.TOPIC);
    }

    @Override
    public int compareTo(LogPartition other) {
        return ORDER.compare(this, other);
    }
}
