package org.airlog.ingest.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.opensensemap.plan.Progress;
import org.airlog.ingest.trim.Forwarded;
import org.airlog.ingest.trim.LogTail;
import org.airlog.observation.codec.ObservationRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/**
 * {@code airlog.observations} as the trimming job sees and cuts it. Every method waits for Kafka, for at most 10 s, and throws
 * {@link LogUnavailableException} where it does not answer or does not allow it. For one thread.
 */
public final class LogTrim implements AutoCloseable {

    private static final String TOPIC = ObservationRecord.TOPIC;
    private static final int LIMIT_MILLIS = 10_000;

    private final Admin admin;

    /** Connects in the background. */
    public LogTrim(KafkaAddress address) {
        this.admin = Admin.create(address.with(Map.of(
                "client.id",
                "airlog-ingest-trim",
                "default.api.timeout.ms",
                LIMIT_MILLIS,
                "request.timeout.ms",
                LIMIT_MILLIS / 2)));
    }

    /** A step that waits for Kafka. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    /** The id of the topic's present life. */
    public UUID topicId() throws LogUnavailableException {
        return id(description());
    }

    /** Every partition; {@code horizon} divides old records from young ones. */
    public List<LogTail> tails(Instant horizon) throws LogUnavailableException {
        TopicDescription topic = description();
        UUID id = id(topic);
        List<TopicPartition> partitions = topic.partitions().stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
        Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec::earliest);
        // Before the question for young records: what comes between them must not count as old.
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec::latest);
        Map<TopicPartition, Long> young = offsets(partitions, () -> OffsetSpec.forTimestamp(horizon.toEpochMilli()));
        var tails = new ArrayList<LogTail>();
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            long first = young.getOrDefault(partition, 0L);
            tails.add(new LogTail(
                    new LogPartition(id, TOPIC, partition.partition()),
                    beginnings.getOrDefault(partition, 0L),
                    end,
                    first < 0 ? end : first));
        }
        return tails;
    }

    /** How far the forwarder's group has passed; {@code isConfigured}: whether this process forwards. */
    public Forwarded forwarded(boolean isConfigured) throws LogUnavailableException {
        Map<TopicPartition, OffsetAndMetadata> commits =
                ask("how far the forwarder is", () -> admin.listConsumerGroupOffsets(UploadLog.GROUP)
                        .partitionsToOffsetAndMetadata()
                        .get());
        var marks = new HashMap<Integer, Forwarded.Mark>();
        commits.forEach((partition, commit) -> {
            if (partition.topic().equals(TOPIC) && commit != null) {
                Optional<UUID> topicId = Progress.parse(commit.metadata()).map(Progress::topicId);
                marks.put(partition.partition(), new Forwarded.Mark(topicId, commit.offset()));
            }
        });
        return new Forwarded(isConfigured, marks);
    }

    /**
     * Deletes what lies before each offset of {@code cuts}; nothing where the topic has been made anew meanwhile, as offsets
     * would mean other records then.
     *
     * @return the first offset that each partition has now
     */
    public SortedMap<LogPartition, Long> cut(SortedMap<LogPartition, Long> cuts) throws LogUnavailableException {
        var beginnings = new TreeMap<LogPartition, Long>();
        UUID id = topicId();
        var orders = new HashMap<TopicPartition, RecordsToDelete>();
        cuts.forEach((partition, offset) -> {
            if (partition.topicId().equals(id)) {
                orders.put(
                        new TopicPartition(partition.topic(), partition.partition()),
                        RecordsToDelete.beforeOffset(offset));
            }
        });
        for (var confirmation : admin.deleteRecords(orders).lowWatermarks().entrySet()) {
            var partition = new LogPartition(id, TOPIC, confirmation.getKey().partition());
            beginnings.put(partition, ask("that it has deleted", () -> confirmation
                    .getValue()
                    .get()
                    .lowWatermark()));
        }
        return beginnings;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private TopicDescription description() throws LogUnavailableException {
        Map<String, TopicDescription> topics = ask(
                "which partitions there are",
                () -> admin.describeTopics(List.of(TOPIC)).allTopicNames().get());
        return Objects.requireNonNull(topics.get(TOPIC), "Kafka answers what it was not asked");
    }

    private static UUID id(TopicDescription topic) throws LogUnavailableException {
        Uuid id = topic.topicId();
        if (id == null || id.equals(Uuid.ZERO_UUID)) {
            throw new LogUnavailableException(
                    "Kafka does not tell the id of " + TOPIC, new IllegalStateException("no topic id"));
        }
        return TopicIds.uuid(id);
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, Supplier<OffsetSpec> spec)
            throws LogUnavailableException {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> wanted.put(partition, spec.get()));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                ask("its offsets", () -> admin.listOffsets(wanted).all().get());
        var offsets = new HashMap<TopicPartition, Long>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static <T> T ask(String what, Question<T> question) throws LogUnavailableException {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            throw new LogUnavailableException("Kafka does not tell " + what, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
