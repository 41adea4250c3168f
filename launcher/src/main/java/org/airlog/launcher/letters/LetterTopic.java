package org.airlog.launcher.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Payload;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * {@code airlog.parked} or {@code airlog.rejected}, as a person reads it: at most the newest {@value #MOST_RECORDS} records of
 * each partition.
 *
 * <p>That a letter has been replayed is told by a record of the same partition behind it, without a value, whose header
 * {@value #REPLAYED} names it. For one thread.
 */
final class LetterTopic implements AutoCloseable {

    static final int MOST_RECORDS = 100_000;
    static final String REPLAYED = "airlog-replayed";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final LetterKind kind;
    private final KafkaAccess access;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Connects with the first question; throws where {@code access} is no good for any. */
    LetterTopic(LetterKind kind, KafkaAccess access) throws CommandFailedException {
        this.kind = kind;
        this.access = access;
        this.consumer = access.client(() -> new KafkaConsumer<>(
                access.with(Map.of(
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest", // what retention takes while we read is gone, and no fault
                        "allow.auto.create.topics",
                        "false",
                        "default.api.timeout.ms",
                        Math.toIntExact(PATIENCE.toMillis()))),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()));
    }

    /** The newest {@code most} letters that meet {@code wish}, the oldest first; without their values. */
    List<Letter> newest(Selection.Wish wish, int most) throws CommandFailedException {
        var selection = new Selection(wish, most);
        try {
            List<TopicPartition> partitions = partitions();
            Map<TopicPartition, Long> starts = starts(partitions, wish.since());
            for (TopicPartition partition : partitions) {
                read(partition, starts.getOrDefault(partition, 0L), Long.MAX_VALUE, selection, Letter::withoutValue);
            }
        } catch (KafkaException e) {
            throw noAnswer(e);
        }
        return selection.letters();
    }

    /** One letter, whole, and whether it has been replayed. */
    Letter find(LetterId id) throws CommandFailedException {
        return find(id, Long.MAX_VALUE);
    }

    /** One letter, whole, as it was written: whether it has been replayed is not looked up. */
    Letter load(LetterId id) throws CommandFailedException {
        return find(id, id.offset() + 1);
    }

    private Letter find(LetterId id, long limit) throws CommandFailedException {
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
                .orElseThrow(() -> new CommandFailedException(kind.topic() + " holds no letter " + id));
    }

    private List<TopicPartition> partitions() {
        return consumer.partitionsFor(kind.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> starts(List<TopicPartition> partitions, Optional<Instant> since) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        var starts = new HashMap<TopicPartition, Long>();
        consumer.endOffsets(partitions)
                .forEach((partition, end) ->
                        starts.put(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - MOST_RECORDS)));
        since.ifPresent(moment -> {
            var wanted = new HashMap<TopicPartition, Long>();
            partitions.forEach(partition -> wanted.put(partition, Math.max(0, moment.toEpochMilli())));
            consumer.offsetsForTimes(wanted).forEach((partition, first) -> {
                if (first != null) {
                    starts.merge(partition, first.offset(), Math::max);
                }
            });
        });
        return starts;
    }

    /** From {@code start} to {@code limit}, or to the end that the partition has now. */
    private void read(
            TopicPartition partition, long start, long limit, Selection selection, UnaryOperator<Letter> shape)
            throws CommandFailedException {
        consumer.assign(List.of(partition));
        long end = Math.min(limit, consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
        if (start >= end) {
            return;
        }
        consumer.seek(partition, start);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
            var records = consumer.poll(Duration.ofSeconds(1));
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
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new CommandFailedException("Kafka at " + access.servers() + " hands out no records");
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

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    private CommandFailedException noAnswer(KafkaException e) {
        return new CommandFailedException(
                "cannot read " + kind.topic() + " from Kafka at " + access.servers() + ": "
                        + e.getClass().getSimpleName() + "; start airlog up, or name Kafka by --kafka",
                e);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
