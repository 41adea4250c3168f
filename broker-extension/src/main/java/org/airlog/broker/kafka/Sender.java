package org.airlog.broker.kafka;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records to a Kafka producer from a thread of its own, because {@code send} may block on metadata and on a full
 * buffer, which no thread of HiveMQ may.
 *
 * <p>What waits is bounded in number, in bytes and in time: a record that finds no room fails at once, one that has
 * waited longer than {@code patience} fails unsent. So the longest from {@link #send} to the outcome is {@code patience}
 * and the producer's {@code max.block.ms} and {@code delivery.timeout.ms} together. Records leave in the order in which
 * they came. The producer is made by the thread on the first record, and made anew when it has failed for good.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the outcome is told by the callback
final class Sender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    private static final int MAX_RECORDS = 4_096;
    private static final int MAX_BYTES = 32 << 20;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Supplier<Producer<byte[], byte[]>> newProducer;
    private final Duration patience;
    private final ThreadPoolExecutor handOver;
    private final Semaphore room = new Semaphore(MAX_BYTES);

    /** Used by the hand-over thread, and by {@link #close} when that has ended. */
    private volatile @Nullable Producer<byte[], byte[]> producer;

    private boolean isBroken;
    private long brokenSince;

    Sender(String threadName, Duration patience, Supplier<Producer<byte[], byte[]>> newProducer) {
        this.newProducer = newProducer;
        this.patience = patience;
        this.handOver = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_RECORDS),
                OwnThreads.named(threadName),
                new ThreadPoolExecutor.AbortPolicy());
    }

    /** Completes, on a thread of the producer's or this class's, with Kafka's outcome; never blocks, never throws. */
    CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        var waiting = new Waiting(record);
        if (!room.tryAcquire(waiting.bytes)) {
            waiting.outcome.completeExceptionally(new BufferExhaustedException("too many bytes wait for Kafka"));
            return waiting.outcome;
        }
        try {
            handOver.execute(waiting);
        } catch (RejectedExecutionException full) {
            room.release(waiting.bytes);
            waiting.outcome.completeExceptionally(new BufferExhaustedException("too many records wait for Kafka"));
        }
        return waiting.outcome;
    }

    /** Sends what waits, as far as 5 s allow; the rest fails. */
    @Override
    public void close() {
        handOver.shutdown();
        boolean isDrained = false;
        try {
            isDrained = handOver.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Runnable unsent : handOver.shutdownNow()) {
            ((Waiting) unsent).outcome.completeExceptionally(new TimeoutException("closed before it was sent"));
        }
        Producer<byte[], byte[]> last = producer;
        if (last != null) {
            last.close(isDrained ? CLOSE_LIMIT : Duration.ZERO);
        }
    }

    /** A record on its way to the producer. */
    private final class Waiting implements Runnable {

        private final ProducerRecord<byte[], byte[]> record;
        private final int bytes;
        private final long since = System.nanoTime();
        private final CompletableFuture<Void> outcome = new CompletableFuture<>();

        Waiting(ProducerRecord<byte[], byte[]> record) {
            this.record = record;
            this.bytes = Math.min(MAX_BYTES, size(record.key()) + size(record.value()));
        }

        @Override
        public void run() {
            room.release(bytes);
            if (System.nanoTime() - since > patience.toNanos()) {
                outcome.completeExceptionally(new TimeoutException("waited too long behind earlier records"));
                return;
            }
            try {
                producer().send(record, (metadata, failure) -> {
                    if (failure == null) {
                        outcome.complete(null);
                    } else {
                        outcome.completeExceptionally(failure);
                    }
                });
                isBroken = false;
            } catch (KafkaException | IllegalStateException failure) {
                outcome.completeExceptionally(failure);
                replace(failure);
            } catch (Throwable bug) {
                outcome.completeExceptionally(bug);
                log.error("a record could not be handed to Kafka", bug);
            }
        }
    }

    private Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            if (isBroken && System.nanoTime() - brokenSince < PAUSE.toNanos()) {
                throw new TimeoutException("the Kafka producer failed a moment ago");
            }
            current = newProducer.get();
            producer = current;
        }
        return current;
    }

    /** {@code send} reports what is wrong with one record by its callback; what it throws is wrong with the producer. */
    private void replace(RuntimeException failure) {
        Producer<byte[], byte[]> broken = producer;
        producer = null;
        if (broken != null) {
            broken.close(Duration.ZERO);
        } else if (isBroken && System.nanoTime() - brokenSince < PAUSE.toNanos()) {
            return;
        }
        brokenSince = System.nanoTime();
        if (!isBroken) {
            isBroken = true;
            log.atWarn()
                    .setCause(failure)
                    .addKeyValue("thread", Thread.currentThread().getName())
                    .log("the Kafka producer failed or cannot be made, trying anew every second");
        }
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
