package org.airlog.ingest.kafka;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.opensensemap.plan.Progress;
import org.airlog.observation.codec.ObservationRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

/** Where the forwarder goes on in its partitions; see {@link UploadLog} for the rules. For one thread. */
final class UploadStarts {

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Instant startedAt;

    UploadStarts(Consumer<byte[], byte[]> consumer, Admin admin, Instant startedAt) {
        this.consumer = consumer;
        this.admin = admin;
        this.startedAt = startedAt;
    }

    /** The offset at which a partition goes on, and how far the records behind it have been forwarded. */
    record Start(LogPartition partition, long offset, Progress progress) {}

    /** For each of {@code partitions}; those whose topic is just being made are left out. */
    Map<TopicPartition, Start> of(Set<TopicPartition> partitions) throws LogUnavailableException {
        UUID id = TopicIds.of(admin, Set.of(ObservationRecord.TOPIC)).get(ObservationRecord.TOPIC);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        var starts = new HashMap<TopicPartition, Start>();
        for (TopicPartition partition : partitions) {
            Long beginning = beginnings.get(partition);
            Long end = ends.get(partition);
            if (id != null && beginning != null && end != null) {
                var identity = new LogPartition(id, partition.topic(), partition.partition());
                starts.put(partition, start(identity, committed.get(partition), beginning, end));
            }
        }
        return starts;
    }

    private Start start(LogPartition partition, @Nullable OffsetAndMetadata committed, long beginning, long end)
            throws LogUnavailableException {
        var none = Progress.none(partition.topicId());
        if (committed == null) {
            return begin(new Start(partition, sinceStart(assigned(partition), end), none));
        }
        // An operator who resets the group's offsets leaves no note.
        Progress progress = Progress.parse(committed.metadata()).orElse(none);
        if (!progress.topicId().equals(partition.topicId())) {
            return begin(new Start(partition, beginning, none));
        }
        long offset = committed.offset();
        if (offset < beginning || Math.max(offset, progress.end()) > end) {
            throw new LogLostException("the group " + UploadLog.GROUP + " stands at offset " + offset + " of "
                    + assigned(partition) + ", but the log holds " + beginning + " to " + end
                    + ": records that were never forwarded may be gone. Restore the topic; or accept the gap: while"
                    + " nobody forwards, kafka-consumer-groups.sh --group " + UploadLog.GROUP + " --topic "
                    + partition.topic() + " --reset-offsets --to-earliest --execute");
        }
        return new Start(partition, offset, progress);
    }

    /** What has never been committed is committed at once: it must not depend on when the next start is. */
    private Start begin(Start start) throws LogUnavailableException {
        try {
            consumer.commitSync(Map.of(
                    assigned(start.partition()),
                    new OffsetAndMetadata(start.offset(), start.progress().text())));
        } catch (CommitFailedException | RebalanceInProgressException e) {
            throw new LogUnavailableException("the group is changing", e);
        }
        return start;
    }

    private long sinceStart(TopicPartition partition, long end) {
        OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, startedAt.toEpochMilli()))
                .get(partition);
        return first == null ? end : first.offset();
    }

    private static TopicPartition assigned(LogPartition partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }
}
