package org.airlog.ingest.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.airlog.ingest.batch.Batch.Span;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The log as the sink reads it: this consumer's share of {@code airlog.observations} and {@code airlog.sensors}.
 *
 * <p>Where to read is the database's business and not Kafka's. A partition that is assigned, or that {@link #rewind}
 * names, is <em>unplaced</em>: paused, until {@link #place} has learnt its offset from the database. While partitions are
 * paused {@link #poll} still keeps the consumer in its group. What is committed to Kafka is for lag tools only.
 *
 * <p>For one thread, but for {@link #wakeUp}. Longer than most, because whatever moves a position is to be read in one place.
 */
public final class RecordSource implements AutoCloseable {

    /** Kafka consumer group. */
    public static final String GROUP = "airlog-ingest";

    private static final List<String> TOPICS = List.of(ObservationRecord.TOPIC, SensorRecord.TOPIC);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Gathering gathering;
    private final Admin admin;
    private final KafkaClientMetrics metrics;
    private final TopicWatch watch;
    private final Map<TopicPartition, LogPartition> placed = new HashMap<>();
    /** Behind what has been handed out to be stored. */
    private final Map<LogPartition, Long> positions = new HashMap<>();
    /** Behind what is stored. */
    private final Map<LogPartition, Long> stored = new HashMap<>();

    private final Set<TopicPartition> unplaced = new HashSet<>();

    /**
     * Makes the clients, which connect in the background.
     *
     * @param maxRecords most records of one {@link #poll}
     * @param registry where the client's own figures are shown
     * @throws IOException where none can be made for this address
     */
    public RecordSource(KafkaAddress address, int maxRecords, MeterRegistry registry) throws IOException {
        this.consumer = RecordClients.consumer(address, Gathering.maxPolled(maxRecords));
        this.gathering = new Gathering(consumer, maxRecords);
        this.metrics = new KafkaClientMetrics(consumer);
        metrics.bindTo(registry);
        this.admin = RecordClients.admin(address);
        this.watch = new TopicWatch(admin);
    }

    /**
     * Joins the group, once.
     *
     * @param beforeRevocation runs before partitions go to another consumer, which reads in the database how far we have come
     */
    public void subscribe(Runnable beforeRevocation) {
        consumer.subscribe(TOPICS, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                unplace(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                beforeRevocation.run();
                forget(partitions);
            }
        });
    }

    /**
     * The next records of the placed partitions; none after {@code limit}, or after {@link #wakeUp}.
     *
     * @throws LogLostException where the log does not hold the offset at which the database stands
     * @throws LogUnavailableException where Kafka has a fault that may pass
     */
    public List<LoggedRecord> poll(Duration limit) throws LogUnavailableException {
        var records = new ArrayList<LoggedRecord>();
        unplace(watch.former(placed.values()));
        try {
            gathering.poll(limit, record -> add(record, records));
        } catch (WakeupException e) {
            // What has been gathered is whole.
        } catch (OffsetOutOfRangeException e) {
            tellLoss(e.offsetOutOfRangePartitions());
        } catch (RetriableException e) {
            throw new LogUnavailableException("Kafka does not hand out records now", e);
        }
        // A partition may have been taken away while more was gathered.
        records.removeIf(record -> !positions.containsKey(record.partition()));
        return records;
    }

    /** Whether the last {@link #poll} ended before all was there that it could have had. */
    public boolean leavesMore() {
        return gathering.leavesMore();
    }

    private void add(ConsumerRecord<byte[], byte[]> record, List<LoggedRecord> records) {
        LogPartition partition = placed.get(new TopicPartition(record.topic(), record.partition()));
        if (partition != null) {
            records.add(LoggedRecords.of(partition, record));
        }
    }

    /** The offset that the database holds for each placed partition, once all that was {@link #taken} is stored. */
    public Map<LogPartition, Long> positions() {
        return Map.copyOf(positions);
    }

    /**
     * How many records of each placed partition of the observations are not stored, as of the last {@link #poll}; without
     * those whose leader is just being asked for.
     */
    public Map<Integer, Long> lags() {
        var lags = new HashMap<Integer, Long>();
        placed.forEach((assigned, partition) -> {
            if (!partition.isRegistry()) {
                end(consumer, assigned)
                        .ifPresent(end -> lags.put(
                                partition.partition(), Math.max(0, end - stored.getOrDefault(partition, end))));
            }
        });
        return lags;
    }

    /**
     * Where a partition ends, as far as its consumer knows without asking Kafka; empty where it does not.
     *
     * <p>After a partition has changed its leader a position counts only once that one has confirmed it, and until then the
     * consumer would wait for it and throw: no number is worth that.
     */
    static OptionalLong end(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        OptionalLong unread = consumer.currentLag(partition);
        try {
            return unread.isEmpty()
                    ? unread
                    : OptionalLong.of(consumer.position(partition, Duration.ZERO) + unread.getAsLong());
        } catch (RetriableException | WakeupException notNow) {
            return OptionalLong.empty();
        }
    }

    /** Whether partitions wait for {@link #place}. */
    public boolean hasUnplaced() {
        return !unplaced.isEmpty();
    }

    /** Whether this consumer has partitions and reads them all. */
    public boolean isReading() {
        return unplaced.isEmpty() && !placed.isEmpty();
    }

    /** Where each partition that waits begins in the log; throws also where a topic is just being made or is gone. */
    public SortedMap<LogPartition, Long> beginnings() throws LogUnavailableException {
        var beginnings = new TreeMap<LogPartition, Long>();
        try {
            Map<String, UUID> ids = topicIds(unplaced);
            consumer.beginningOffsets(unplaced)
                    .forEach((partition, beginning) -> beginnings.put(
                            new LogPartition(
                                    Objects.requireNonNull(ids.get(partition.topic())),
                                    partition.topic(),
                                    partition.partition()),
                            beginning));
        } catch (RetriableException | WakeupException e) {
            throw new LogUnavailableException("Kafka does not tell where partitions begin", e);
        }
        return beginnings;
    }

    /** Goes on reading partitions that waited, at the offsets at which the database stands; no poll may lie between. */
    public void place(Map<LogPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            var assigned = assigned(partition);
            consumer.seek(assigned, offset);
            placed.put(assigned, partition);
            positions.put(partition, offset);
            stored.put(partition, offset);
            unplaced.remove(assigned);
            consumer.resume(List.of(assigned));
        });
    }

    /** Notes that everything before the spans' ends is on its way into the database. */
    public void taken(SortedMap<LogPartition, Span> spans) {
        spans.forEach((partition, span) -> positions.replace(partition, span.next()));
    }

    /** Notes that the database has stored everything before the spans' ends. */
    public void stored(SortedMap<LogPartition, Span> spans) {
        var commits = new HashMap<TopicPartition, OffsetAndMetadata>();
        spans.forEach((partition, span) -> {
            // It may have gone to another consumer meanwhile.
            if (stored.replace(partition, span.next()) != null) {
                commits.put(assigned(partition), new OffsetAndMetadata(span.next()));
            }
        });
        // Only lag tools read it: where it fails the next one tells the same.
        consumer.commitAsync(commits, null);
    }

    /** Forgets what has been read of these and not stored: they wait for {@link #place}, while others are read on. */
    public void hold(Collection<LogPartition> partitions) {
        unplace(partitions.stream().map(RecordSource::assigned).toList());
    }

    /** Forgets what has been read and not stored: all partitions wait for {@link #place}. */
    public void rewind() {
        unplace(consumer.assignment());
    }

    /** Lets a waiting {@link #poll} return; from any thread. */
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        metrics.close();
        try {
            consumer.close();
        } finally {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private void unplace(Collection<TopicPartition> partitions) {
        forget(partitions);
        unplaced.addAll(partitions);
        consumer.pause(partitions);
        // Any offset will do while paused: without one the consumer would ask Kafka for a committed one, and
        // auto.offset.reset=none makes a fault of its having none.
        partitions.forEach(partition -> consumer.seek(partition, 0));
    }

    private void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            LogPartition identity = placed.remove(partition);
            if (identity != null) {
                positions.remove(identity);
                stored.remove(identity);
            }
            unplaced.remove(partition);
        }
    }

    private Map<String, UUID> topicIds(Collection<TopicPartition> partitions) throws LogUnavailableException {
        return TopicIds.of(
                admin, partitions.stream().map(TopicPartition::topic).distinct().toList());
    }

    /** A topic that was deleted and made again has another id and begins anew; anything else is for a person. */
    private void tellLoss(Map<TopicPartition, Long> missed) throws LogUnavailableException {
        Map<String, UUID> ids = topicIds(missed.keySet());
        for (Map.Entry<TopicPartition, Long> offset : missed.entrySet()) {
            LogPartition known = placed.get(offset.getKey());
            if (known != null && known.topicId().equals(ids.get(known.topic()))) {
                throw loss(known, offset.getKey(), offset.getValue());
            }
        }
        unplace(missed.keySet());
    }

    private LogLostException loss(LogPartition known, TopicPartition partition, long offset)
            throws LogUnavailableException {
        try {
            long beginning = consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
            return LogLostException.of(known, offset, beginning, end);
        } catch (RetriableException | WakeupException e) {
            throw new LogUnavailableException("Kafka does not tell where " + partition + " begins", e);
        }
    }

    private static TopicPartition assigned(LogPartition partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }
}
