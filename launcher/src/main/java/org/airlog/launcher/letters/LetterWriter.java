package org.airlog.launcher.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.kafka.KafkaUnavailableException;
import org.airlog.portal.kafka.LetterTopic;
import org.airlog.portal.letters.Letter;
import org.airlog.portal.letters.LetterKind;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what a replay writes, record by record, each confirmed by every in-sync replica. For one thread. */
final class LetterWriter implements AutoCloseable {

    private static final int MOST_BYTES = 64 << 20;
    private static final int PATIENCE_MILLIS = 15_000;

    private final KafkaAccess access;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Connects with the first record; throws where {@code access} is no good for any. */
    LetterWriter(KafkaAccess access) throws CommandFailedException {
        this.access = access;
        this.producer = producer(access);
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaAccess access) throws CommandFailedException {
        try {
            return access.client(() -> new KafkaProducer<>(
                    access.with(Map.of(
                            "acks",
                            "all",
                            "enable.idempotence",
                            "true",
                            "linger.ms",
                            "0",
                            "max.block.ms",
                            PATIENCE_MILLIS,
                            "request.timeout.ms",
                            PATIENCE_MILLIS / 3,
                            "delivery.timeout.ms",
                            PATIENCE_MILLIS,
                            "max.request.size",
                            MOST_BYTES,
                            "buffer.memory",
                            MOST_BYTES)),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()));
        } catch (KafkaUnavailableException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    /**
     * Puts a parked record back onto {@code airlog.observations}: same key, same value, same count, and a header that says
     * whose replay it is, so that the books leave it out.
     */
    void replayParked(Letter letter) throws CommandFailedException {
        var record = new ProducerRecord<>(
                ObservationRecord.TOPIC, letter.key().bytes(), letter.value().bytes());
        letter.observations().ifPresent(count -> record.headers()
                .add(ObservationRecord.COUNT_HEADER, ObservationRecordCodec.writeCount(count)));
        record.headers()
                .add(ObservationRecord.REPLAY_HEADER, (LetterKind.PARKED.topic() + " " + letter.id()).getBytes(UTF_8));
        send(record);
    }

    /** Notes in the letter's own topic that it has been replayed. */
    void note(LetterKind kind, Letter letter) throws CommandFailedException {
        var record = new ProducerRecord<>(
                kind.topic(), letter.id().partition(), letter.key().bytes(), new byte[0]);
        record.headers().add(LetterTopic.REPLAYED, letter.id().toString().getBytes(UTF_8));
        send(record);
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws CommandFailedException {
        try {
            producer.send(record).get();
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandFailedException(
                    "Kafka at " + access.servers() + " did not take a record of " + record.topic() + ": "
                            + cause.getClass().getSimpleName(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
