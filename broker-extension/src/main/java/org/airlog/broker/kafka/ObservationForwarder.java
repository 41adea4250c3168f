package org.airlog.broker.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.airlog.broker.forwarding.DirectLine;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.ObservationLog;
import org.airlog.broker.spool.LogRecord;
import org.airlog.observation.Suid;
import org.airlog.observation.TraceContext;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The log of accepted observations: one record of {@code airlog.observations} for each publish, keyed by its SUID. It is
 * the whole log where there is no spool, and its direct line where there is one.
 *
 * <p>Idempotent, {@code acks=all}; batches wait 2 ms to fill. Every record has its outcome within 5 s (0.5 s for the
 * hand-over, 0.5 s for metadata or a full buffer, 4 s for the delivery), half of the time that the door has. Stages
 * complete on the producer's own thread: what takes longer than a few microseconds belongs on another one. Thread-safe.
 */
public final class ObservationForwarder implements ObservationLog, DirectLine, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration MAX_BLOCK = Duration.ofMillis(500);
    private static final Duration DELIVERY = Duration.ofSeconds(4);
    private static final int BATCH_BYTES = 128 * 1024;
    private static final int SMALLEST_BUFFER_BYTES = 32 << 20;

    private final ObservationRecordCodec codec;
    private final Sender sender;

    /**
     * Connects with the first record.
     *
     * @param maxRecordBytes the largest record, see {@link Topics#maxRecordBytes}
     */
    public ObservationForwarder(KafkaClients clients, ObservationRecordCodec codec, int maxRecordBytes) {
        this.codec = codec;
        long bufferBytes = Math.max(SMALLEST_BUFFER_BYTES, 2L * maxRecordBytes);
        Map<String, String> defaults = Map.of(
                ProducerConfig.LINGER_MS_CONFIG, "2",
                ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(BATCH_BYTES),
                ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(bufferBytes));
        this.sender = new Sender(
                "airlog-observations",
                PATIENCE,
                () -> clients.newProducer("observations", MAX_BLOCK, DELIVERY, defaults, maxRecordBytes));
    }

    @Override
    public CompletionStage<Void> append(Suid suid, ObservationRecord observations, @Nullable TraceContext trace) {
        LogRecord record;
        try {
            record = LogRecord.of(suid, observations, trace, codec);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(
                    new LogRefusedException("the observations could not be encoded", failure));
        }
        return send(record);
    }

    @Override
    public CompletionStage<Void> send(LogRecord record) {
        return sender.send(recordOf(record))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(KafkaFailures.translated(failure)));
    }

    @Override
    public void close() {
        sender.close();
    }

    static ProducerRecord<byte[], byte[]> recordOf(LogRecord record) {
        var made = new ProducerRecord<>(
                ObservationRecord.TOPIC, record.key().bytes(), record.value().bytes());
        record.headers().forEach((name, content) -> made.headers().add(name, content.bytes()));
        return made;
    }
}
