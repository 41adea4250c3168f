package org.airlog.broker.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.airlog.broker.forwarding.DrainLine;
import org.airlog.broker.spool.LogRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Hands the spool to {@code airlog.observations}: an idempotent producer of its own that never gives a record up because
 * of its age, so that records of one SUID stay in order through an outage of any length. Made with the first record, and
 * anew after a failure. Used by one thread, which may block for a second, and closed by any.
 */
public final class DrainProducer implements DrainLine {

    private static final Duration MAX_BLOCK = Duration.ofSeconds(1);
    private static final Duration DELIVERY = Duration.ofMillis(Integer.MAX_VALUE);
    /**
     * One request at a time: of a producer that it does not know yet Kafka takes whatever sequence comes first, so that of two
     * requests to a server that has just started the second may go through alone, and the first is then out of order for ever.
     */
    private static final Map<String, String> DEFAULTS = Map.of(
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            "1",
            ProducerConfig.LINGER_MS_CONFIG,
            "5",
            ProducerConfig.BATCH_SIZE_CONFIG,
            String.valueOf(256 * 1024));

    private final KafkaClients clients;
    private final int maxRecordBytes;
    private volatile @Nullable Producer<byte[], byte[]> producer;

    /** {@code maxRecordBytes}: the largest record, see {@link Topics#maxRecordBytes}. */
    public DrainProducer(KafkaClients clients, int maxRecordBytes) {
        this.clients = clients;
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the outcome is told by the callback
    public CompletionStage<Void> send(LogRecord record) {
        var outcome = new CompletableFuture<Void>();
        try {
            Producer<byte[], byte[]> current = producer;
            if (current == null) {
                current = clients.newProducer("spool", MAX_BLOCK, DELIVERY, DEFAULTS, maxRecordBytes);
                producer = current;
            }
            current.send(ObservationForwarder.recordOf(record), (metadata, failure) -> {
                if (failure == null) {
                    outcome.complete(null);
                } else {
                    outcome.completeExceptionally(KafkaFailures.translated(failure));
                }
            });
        } catch (KafkaException | IllegalStateException failure) {
            outcome.completeExceptionally(KafkaFailures.translated(failure));
        }
        return outcome;
    }

    @Override
    public void abandon() {
        Producer<byte[], byte[]> last = producer;
        producer = null;
        if (last != null) {
            last.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        abandon();
    }
}
