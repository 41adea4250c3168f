package org.airlog.ingest.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.ingest.opensensemap.plan.Progress;
import org.airlog.observation.codec.ObservationRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as the forwarder reads it: this member's share of {@code airlog.observations}, slice by slice.
 *
 * <p>Where to go on is what the group has committed: an offset, and beside it a {@link Progress} that says how far the
 * records behind it have been forwarded. A slice that was begun is read again from the same offset to the same end. There is
 * one slice under way at a time; meanwhile, and before a partition's offset is known, partitions are paused, and {@link
 * #poll} only keeps the member in its group.
 *
 * <p>A partition for which nothing is committed begins with what was logged after {@code startedAt}: to switch forwarding
 * on does not send history. A topic that was made anew begins at its beginning. An offset that the log does not hold any
 * more is for a person ({@link LogLostException}). For one thread. Longer than most, because whatever moves a position is to
 * be read in one place.
 */
public final class UploadLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(UploadLog.class);

    /** Kafka consumer group. */
    public static final String GROUP = "airlog-opensensemap";

    private static final int COMMIT_ATTEMPTS = 20;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final UploadStarts starts;
    private final TopicWatch watch;
    private final Set<TopicPartition> unplaced = new HashSet<>();
    private final Map<TopicPartition, Place> placed = new LinkedHashMap<>();
    private @Nullable Place underWay;
    /** A commit that a rebalance has interrupted, of something that has happened. */
    private @Nullable Map<TopicPartition, OffsetAndMetadata> interrupted;

    /** Where a partition stands, and what has been read behind that. */
    private static final class Place {

        private final LogPartition partition;
        private final List<LoggedRecord> records = new ArrayList<>();
        private long begin;
        private Progress progress;

        private Place(UploadStarts.Start start) {
            this.partition = start.partition();
            this.begin = start.offset();
            this.progress = start.progress();
        }
    }

    /** Makes the clients, which connect in the background. */
    public UploadLog(KafkaAddress address, Instant startedAt) {
        this.consumer = UploadClients.consumer(address);
        this.admin = UploadClients.admin(address);
        this.starts = new UploadStarts(consumer, admin, startedAt);
        this.watch = new TopicWatch(admin);
    }

    /** Joins the group, once. */
    public void subscribe() {
        consumer.subscribe(List.of(ObservationRecord.TOPIC), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                unplace(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                commitWhatIsRevoked(partitions);
                forget(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                forget(partitions);
            }
        });
    }

    /** Stays in the group, and reads on where no slice is waiting; returns after {@code limit} at the latest. */
    public void poll(Duration limit) throws LogUnavailableException {
        try {
            if (underWay == null) {
                unplace(watch.former(
                        placed.values().stream().map(place -> place.partition).toList()));
            }
            if (underWay == null && nextComplete().isEmpty()) {
                consumer.resume(placed.keySet());
            } else {
                consumer.pause(consumer.assignment());
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(limit)) {
                Place place = placed.get(new TopicPartition(record.topic(), record.partition()));
                if (place != null && (!place.progress.isInSlice() || record.offset() < place.progress.end())) {
                    place.records.add(LoggedRecords.of(place.partition, record));
                }
            }
            if (!unplaced.isEmpty()) {
                place();
            }
        } catch (OffsetOutOfRangeException e) {
            // Made anew, or lost: what is committed will tell.
            unplace(e.offsetOutOfRangePartitions().keySet());
        } catch (RetriableException e) {
            throw new LogUnavailableException("Kafka does not answer now", e);
        }
    }

    /** Whether {@link #next} has a slice. */
    public boolean hasNext() {
        return underWay == null && nextComplete().isPresent();
    }

    /** The next slice, which is then under way until it is {@link #finish}ed; empty where none has been read. */
    public Optional<Slice> next() {
        if (underWay != null) {
            throw new IllegalStateException("a slice is under way");
        }
        Optional<Place> next = nextComplete();
        underWay = next.orElse(null);
        return next.map(place -> new Slice(place.partition, place.begin, end(place), place.records, place.progress));
    }

    /** Whether {@code slice} is under way and its partition still ours. */
    public boolean holds(Slice slice) {
        return underWay != null && underWay.partition.equals(slice.partition()) && underWay.begin == slice.begin();
    }

    /** Commits how far the slice under way has been forwarded; returns when Kafka has confirmed. */
    public void commit(Progress progress) throws LogUnavailableException, PartitionLostException {
        commit(underWay(), underWay().begin, progress);
    }

    /** Commits that the slice under way has been forwarded; returns when Kafka has confirmed. */
    public void finish() throws LogUnavailableException, PartitionLostException {
        Place place = underWay();
        long end = end(place);
        var none = Progress.none(place.partition.topicId());
        commit(place, end, none);
        place.begin = end;
        place.progress = none;
        place.records.clear();
        consumer.seek(assigned(place.partition), end);
        underWay = null;
    }

    /** Forgets what has been read and not forwarded: all partitions begin anew at what is committed. */
    public void rewind() {
        unplace(consumer.assignment());
    }

    /** Whether this member has partitions and knows where they stand. */
    public boolean isReading() {
        return unplaced.isEmpty() && !placed.isEmpty();
    }

    @Override
    public void close() {
        try {
            consumer.close();
        } finally {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private Place underWay() {
        return Objects.requireNonNull(underWay, "no slice is under way");
    }

    private Optional<Place> nextComplete() {
        return placed.values().stream()
                .filter(place -> place.progress.isInSlice()
                        ? consumer.position(assigned(place.partition)) >= place.progress.end()
                        : !place.records.isEmpty())
                .findFirst();
    }

    private long end(Place place) {
        if (place.progress.isInSlice()) {
            return place.progress.end();
        }
        return place.records.get(place.records.size() - 1).nextOffset();
    }

    private void commit(Place place, long offset, Progress progress)
            throws LogUnavailableException, PartitionLostException {
        var commit = Map.of(assigned(place.partition), new OffsetAndMetadata(offset, progress.text()));
        for (int attempt = 0; attempt < COMMIT_ATTEMPTS; attempt++) {
            try {
                consumer.commitSync(commit);
                return;
            } catch (RebalanceInProgressException e) {
                interrupted = progress.sending() == 0 ? commit : null;
                // Nothing comes of it, as all is paused, but the rebalance goes on; and may take the partition away.
                consumer.pause(consumer.assignment());
                consumer.poll(Duration.ofMillis(100));
                interrupted = null;
                if (underWay != place) {
                    throw lost(place);
                }
            } catch (CommitFailedException | FencedInstanceIdException e) {
                rewind();
                break;
            } catch (RetriableException e) {
                throw new LogUnavailableException("Kafka does not take a commit now", e);
            }
        }
        rewind();
        throw lost(place);
    }

    private static PartitionLostException lost(Place place) {
        return new PartitionLostException("another member goes on with " + assigned(place.partition));
    }

    /** The last moment at which who takes the partition over can be told how far it has been forwarded. */
    private void commitWhatIsRevoked(Collection<TopicPartition> partitions) {
        if (interrupted == null || !partitions.containsAll(interrupted.keySet())) {
            return;
        }
        try {
            consumer.commitSync(interrupted);
        } catch (KafkaException e) {
            log.atWarn().setCause(e).log("a confirmation could not be committed: one request may be repeated");
        }
    }

    private void place() throws LogUnavailableException {
        starts.of(Set.copyOf(unplaced)).forEach((partition, start) -> {
            placed.put(partition, new Place(start));
            unplaced.remove(partition);
            consumer.seek(partition, start.offset());
        });
    }

    private void unplace(Collection<TopicPartition> partitions) {
        var again = Set.copyOf(partitions);
        forget(again);
        unplaced.addAll(again);
        consumer.pause(again);
        // Any offset will do while paused: without one the consumer would look for one by itself.
        again.forEach(partition -> consumer.seek(partition, 0));
    }

    private void forget(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Place place = placed.remove(partition);
            if (place != null && place == underWay) {
                underWay = null;
            }
            unplaced.remove(partition);
        }
    }

    private static TopicPartition assigned(LogPartition partition) {
        return new TopicPartition(partition.topic(), partition.partition());
    }
}
