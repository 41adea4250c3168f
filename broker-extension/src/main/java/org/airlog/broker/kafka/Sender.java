package org.airlog.broker.kafka;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
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
 *
 * <p>Waking a thread costs more than handing a record over. So the thread, when it has handed over all there is, looks
 * again after {@value #GATHERING_MICROS} µs, whatever came meanwhile, and only when that was nothing does it wait to be woken.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the outcome is told by the callback
final class Sender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    private static final int MAX_RECORDS = 4_096;
    private static final int MAX_BYTES = 32 << 20;
    private static final int GATHERING_MICROS = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Supplier<Producer<byte[], byte[]>> newProducer;
    private final Duration patience;
    private final Thread handOver;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore places = new Semaphore(MAX_RECORDS);
    private final Semaphore room = new Semaphore(MAX_BYTES);
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final AtomicBoolean isAsleep = new AtomicBoolean();
    private volatile boolean isClosed;
    private volatile boolean isGivenUp;

    /** Used by the hand-over thread, and by {@link #close} when that has ended. */
    private volatile @Nullable Producer<byte[], byte[]> producer;

    private boolean isBroken;
    private long brokenSince;

    Sender(String threadName, Duration patience, Supplier<Producer<byte[], byte[]>> newProducer) {
        this.newProducer = newProducer;
        this.patience = patience;
        this.handOver = OwnThreads.named(threadName).newThread(this::handOver);
    }

    /** Completes, on a thread of the producer's or this class's, with Kafka's outcome; never blocks, never throws. */
    CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        var next = new Waiting(record);
        if (!places.tryAcquire()) {
            next.outcome.completeExceptionally(new BufferExhaustedException("too many records wait for Kafka"));
        } else if (!room.tryAcquire(next.bytes)) {
            places.release();
            next.outcome.completeExceptionally(new BufferExhaustedException("too many bytes wait for Kafka"));
        } else {
            waiting.add(next);
            wake();
            // Whoever closes looks at the queue afterwards: one of the two finds it.
            if (isClosed && waiting.remove(next)) {
                next.isClosedOut();
            }
        }
        return next.outcome;
    }

    /** Sends what waits, as far as 5 s allow; the rest fails. */
    @Override
    public void close() {
        isClosed = true;
        if (!isStarted.compareAndSet(false, true)) {
            LockSupport.unpark(handOver);
            join(CLOSE_LIMIT);
        }
        boolean isDrained = !handOver.isAlive();
        isGivenUp = true;
        handOver.interrupt();
        failAll();
        Producer<byte[], byte[]> last = producer;
        if (last != null) {
            last.close(isDrained ? CLOSE_LIMIT : Duration.ZERO);
        }
    }

    private void join(Duration limit) {
        try {
            handOver.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failAll() {
        for (Waiting unsent = waiting.poll(); unsent != null; unsent = waiting.poll()) {
            unsent.isClosedOut();
        }
    }

    private void wake() {
        if (isAsleep.get() && isAsleep.compareAndSet(true, false)) {
            LockSupport.unpark(handOver);
        } else if (!isStarted.get() && isStarted.compareAndSet(false, true)) {
            handOver.start();
        }
    }

    /** The thread's work. */
    private void handOver() {
        boolean hasWorked = false;
        while (!isGivenUp) {
            Waiting next = waiting.poll();
            if (next != null) {
                next.handOver();
                hasWorked = true;
            } else if (isClosed) {
                return;
            } else if (hasWorked) {
                hasWorked = false;
                LockSupport.parkNanos(this, TimeUnit.MICROSECONDS.toNanos(GATHERING_MICROS));
            } else {
                sleep();
            }
        }
    }

    /** Looks once more after it has said that it sleeps: who came before that did not wake it. */
    private void sleep() {
        isAsleep.set(true);
        if (waiting.isEmpty() && !isClosed) {
            LockSupport.park(this);
        }
        isAsleep.set(false);
    }

    /** A record on its way to the producer. */
    private final class Waiting {

        private final ProducerRecord<byte[], byte[]> record;
        private final int bytes;
        private final long since = System.nanoTime();
        private final CompletableFuture<Void> outcome = new CompletableFuture<>();

        Waiting(ProducerRecord<byte[], byte[]> record) {
            this.record = record;
            this.bytes = Math.min(MAX_BYTES, size(record.key()) + size(record.value()));
        }

        void isClosedOut() {
            leaves();
            outcome.completeExceptionally(new TimeoutException("closed before it was sent"));
        }

        private void leaves() {
            places.release();
            room.release(bytes);
        }

        void handOver() {
            leaves();
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
