package org.airlog.broker.kafka;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.airlog.observation.codec.SensorRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * One connection to the log of the registry: the topic as it was found then, how to look at it again, and how far it has
 * been applied. The follower's thread writes, any may read.
 */
final class FollowedLog {

    /** The one partition of the registry: its order is what makes all readers agree. */
    static final TopicPartition PARTITION = new TopicPartition(SensorRecord.TOPIC, 0);

    private final UUID topicId;
    private final Supplier<CompletionStage<UUID>> topicIdNow;
    private final Supplier<CompletionStage<Long>> endNow;
    private volatile long position;
    private volatile boolean replaced;

    FollowedLog(
            UUID topicId,
            long position,
            Supplier<CompletionStage<UUID>> topicIdNow,
            Supplier<CompletionStage<Long>> endNow) {
        this.topicId = topicId;
        this.position = position;
        this.topicIdNow = topicIdNow;
        this.endNow = endNow;
    }

    /** The log in Kafka, looked at through {@code admin}. */
    static FollowedLog inKafka(Admin admin, UUID topicId, long position) {
        return new FollowedLog(topicId, position, () -> readTopicId(admin), () -> readEnd(admin));
    }

    /** The id that the topic has now; fails where there is none. */
    static CompletionStage<UUID> readTopicId(Admin admin) {
        return admin.describeTopics(List.of(SensorRecord.TOPIC))
                .allTopicNames()
                .toCompletionStage()
                .thenApply(topics -> {
                    Uuid id = Objects.requireNonNull(topics.get(SensorRecord.TOPIC))
                            .topicId();
                    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
                });
    }

    private static CompletionStage<Long> readEnd(Admin admin) {
        return admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()))
                .partitionResult(PARTITION)
                .toCompletionStage()
                .thenApply(ListOffsetsResultInfo::offset);
    }

    CompletionStage<UUID> readTopicId() {
        return topicIdNow.get();
    }

    /** The offset behind the last record that all replicas in sync have. */
    CompletionStage<Long> readEnd() {
        return endNow.get();
    }

    UUID topicId() {
        return topicId;
    }

    /** Every record below this offset has been applied. */
    long position() {
        return position;
    }

    void reached(long offset) {
        position = offset;
    }

    /** Another topic has come under the same name: what was read no longer is the registry. */
    void topicWasReplaced() {
        replaced = true;
    }

    boolean isReplaced() {
        return replaced;
    }
}
