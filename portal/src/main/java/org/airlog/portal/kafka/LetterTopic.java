package org.airlog.portal.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.airlog.observation.Payload;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.LetterId;
import org.airlog.portal.letters.LetterKind;
import org.airlog.portal.letters.Selection;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * {@code airlog.parked} or {@code airlog.rejected}, as a person reads it: the newest records of each partition, as
 * many and for as long as its {@link Bounds} allow.
 *
 * <p>That a letter has been replayed is told by a record of the same partition behind it, without a value, whose header
 * {@value #REPLAYED} names it. For one thread.
 */
public final class LetterTopic implements AutoCloseable {

    /** Header of a record that says which letter has been replayed. */
    public static final String REPLAYED = "airlog-replayed";

    private static final Duration POLL = Duration.ofMillis(500);

    private final LetterKind kind;
    private final KafkaAccess access;
    private final Bounds bounds;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private long endNanos;

    /**
     * How much may be looked at for one answer.
     *
     * @param mostRecords of each partition
     * @param silence how long Kafka may leave one question unanswered
     * @param patience how long all of it may take
     */
    public record Bounds(int mostRecords, Duration silence, Duration patience) {}

    /** Connects with the first question; throws where {@code access} is no good for any. */
    public LetterTopic(LetterKind kind, KafkaAccess access, Bounds bounds) throws KafkaUnavailableException {
        this.kind = kind;
        this.access = access;
        this.bounds = bounds;
        this.consumer = access.client(() -> new KafkaConsumer<>(
                access.with(Map.of(
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest", // what retention takes while we read is gone, and no fault
                        "allow.auto.create.topics",
                        "false",
                        "default.api.timeout.ms",
                        Math.toIntExact(bounds.silence().toMillis()))),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
    }

    /**
     * The newest {@code most} letters that meet {@code wish}, the oldest first, each as {@code shape} leaves it: values can be
     * large.
     */
    public List<Letter> newest(Selection.Wish wish, int most, UnaryOperator<Letter> shape)
            throws KafkaUnavailableException {
        endNanos = System.nanoTime() + bounds.patience().toNanos();
        var selection = new Selection(wish, most);
        try {
            List<TopicPartition> partitions = partitions();
            Map<TopicPartition, Long> starts = starts(partitions, wish.since());
            for (TopicPartition partition : partitions) {
                read(partition, starts.getOrDefault(partition, 0L), Long.MAX_VALUE, selection, shape);
            }
        } catch (KafkaException e) {
            throw noAnswer(e);
        }
        return selection.letters();
    }

    /** One letter, whole, and whether it has been replayed. */
    public Letter find(LetterId id) throws KafkaUnavailableException {
        return find(id, Long.MAX_VALUE);
    }

    /** One letter, whole, as it was written: whether it has been replayed is not looked up. */
    public Letter load(LetterId id) throws KafkaUnavailableException {
        return find(id, id.offset() + 1);
    }

    private Letter find(LetterId id, long limit) throws KafkaUnavailableException {
        endNanos = System.nanoTime() + bounds.patience().toNanos();
        var selection = new Selection(Selection.Wish.of(id), 1);
        try {
            var partition = new TopicPartition(kind.topic(), id.partition());
            if (partitions().contains(partition)) {
                read(partition, id.offset(), limit, selection, UnaryOperator.identity());
            }
        } catch (KafkaException e) {
            throw noAnswer(e);
        }
        return selection.letters().stream()
                .findFirst()
                .orElseThrow(() -> new KafkaUnavailableException(kind.topic() + " holds no letter " + id, null));
    }

    private List<TopicPartition> partitions() throws KafkaUnavailableException {
        return consumer.partitionsFor(kind.topic(), left()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> starts(List<TopicPartition> partitions, Optional<Instant> since)
            throws KafkaUnavailableException {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, left());
        var starts = new HashMap<TopicPartition, Long>();
        consumer.endOffsets(partitions, left())
                .forEach((partition, end) -> starts.put(
                        partition, Math.max(beginnings.getOrDefault(partition, 0L), end - bounds.mostRecords())));
        if (since.isPresent()) {
            var wanted = new HashMap<TopicPartition, Long>();
            long moment = Math.max(0, since.get().toEpochMilli());
            partitions.forEach(partition -> wanted.put(partition, moment));
            consumer.offsetsForTimes(wanted, left()).forEach((partition, first) -> {
                if (first != null) {
                    starts.merge(partition, first.offset(), Math::max);
                }
            });
        }
        return starts;
    }

    /** From {@code start} to {@code limit}, or to the end that the partition has now. */
    private void read(
            TopicPartition partition, long start, long limit, Selection selection, UnaryOperator<Letter> shape)
            throws KafkaUnavailableException {
        consumer.assign(List.of(partition));
        long end =
                Math.min(limit, consumer.endOffsets(List.of(partition), left()).getOrDefault(partition, 0L));
        if (start >= end) {
            return;
        }
        consumer.seek(partition, start);
        long silentUntil = System.nanoTime() + bounds.silence().toNanos();
        while (consumer.position(partition, left()) < end) {
            var records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Header replay = record.headers().lastHeader(REPLAYED);
                if (replay == null) {
                    selection.add(shape.apply(letter(record)));
                } else {
                    LetterId.parse(text(replay))
                            .ifPresent(id -> selection.replayed(id, Instant.ofEpochMilli(record.timestamp())));
                }
            }
            if (!records.isEmpty()) {
                silentUntil = System.nanoTime() + bounds.silence().toNanos();
            } else if (System.nanoTime() - silentUntil > 0) {
                throw new KafkaUnavailableException("Kafka at " + access.servers() + " hands out no records", null);
            }
        }
    }

    private Letter letter(ConsumerRecord<byte[], byte[]> record) {
        var headers = new HashMap<String, String>();
        Optional<Integer> observations = Optional.empty();
        for (Header header : record.headers()) {
            if (header.key().equals(ObservationRecord.COUNT_HEADER)) {
                int count = header.value() == null ? -1 : ObservationRecordCodec.readCount(header.value());
                observations = count < 0 ? Optional.empty() : Optional.of(count);
            } else {
                headers.put(header.key(), text(header));
            }
        }
        byte[] key = record.key() == null ? new byte[0] : record.key();
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return new Letter(
                new LetterId(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                kind.suid(key, headers.getOrDefault("airlog-topic", "")),
                Payload.of(key),
                headers,
                observations,
                Payload.of(value),
                value.length,
                Optional.empty());
    }

    /** For the next question: as long as it may take, and no longer than is left for all of them. */
    private Duration left() throws KafkaUnavailableException {
        long nanos = endNanos - System.nanoTime();
        if (nanos <= 0) {
            throw new KafkaUnavailableException(
                    "reading " + kind.topic() + " takes longer than "
                            + bounds.patience().toSeconds() + " s",
                    null);
        }
        return nanos < bounds.silence().toNanos() ? Duration.ofNanos(nanos) : bounds.silence();
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    private KafkaUnavailableException noAnswer(KafkaException e) {
        return new KafkaUnavailableException(
                "cannot read " + kind.topic() + " from Kafka at " + access.servers() + ": "
                        + e.getClass().getSimpleName(),
                e);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(bounds.silence()));
    }
}
