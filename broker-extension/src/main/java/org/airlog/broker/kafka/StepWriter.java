package org.airlog.broker.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.airlog.broker.sensor.RegistryUnavailableException;
import org.airlog.broker.sensor.SensorSnapshot.Outcome;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes steps to the log and waits until the follower has read them back, which alone tells whether they count.
 *
 * <p>A step is known again by its key: registrations have one of their own, and the unsigned life of a SUID is the same
 * whoever wrote it. What is read back has been confirmed by all replicas in sync. At most 1,000 are on their way.
 *
 * <p>Any thread may append; outcomes come on the thread of {@code timer}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is told through the step's own outcome
final class StepWriter implements AutoCloseable {

    private static final String CLOSED = "the registry is closed";
    private static final int MAX_ON_THEIR_WAY = 1_000;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration MAX_BLOCK = Duration.ofMillis(500);

    /** A step that waits to be read back. */
    private record Pending(ByteBuffer key, CompletableFuture<Boolean> outcome) {}

    private final ScheduledExecutorService timer;
    private final Sender sender;
    private final ConcurrentHashMap<ByteBuffer, Pending> onTheirWay = new ConcurrentHashMap<>();

    StepWriter(KafkaClients clients, ScheduledExecutorService timer) {
        this.timer = timer;
        this.sender = new Sender(
                "airlog-registry-writer",
                PATIENCE,
                () -> clients.newProducer(
                        "registry", MAX_BLOCK, CatchUps.LIMIT, Map.of(), Topics.MAX_SENSOR_RECORD_BYTES));
    }

    CompletionStage<Boolean> append(SensorRecord step) {
        if (onTheirWay.size() >= MAX_ON_THEIR_WAY) {
            return CompletableFuture.failedFuture(
                    new RegistryUnavailableException("too many steps are on their way", null));
        }
        byte[] key = step.key();
        var pending = new Pending(ByteBuffer.wrap(key), new CompletableFuture<>());
        Pending earlier = onTheirWay.putIfAbsent(pending.key(), pending);
        if (earlier != null) {
            return earlier.outcome().minimalCompletionStage();
        }
        try {
            timer.schedule(
                    () -> fail(pending, "the step was not read back in time", null),
                    CatchUps.LIMIT.toNanos(),
                    TimeUnit.NANOSECONDS);
            sender.send(new ProducerRecord<>(SensorRecord.TOPIC, key, SensorRecordCodec.encode(step)))
                    .whenComplete((confirmed, failure) -> {
                        if (failure != null) {
                            onTimer(() -> fail(pending, "the step could not be written", failure));
                        }
                    });
        } catch (RejectedExecutionException closed) {
            fail(pending, CLOSED, closed);
        }
        return pending.outcome().minimalCompletionStage();
    }

    /** The follower has applied the record with this key. */
    void readBack(byte[] key, Outcome outcome) {
        if (onTheirWay.isEmpty()) {
            return;
        }
        Pending pending = onTheirWay.get(ByteBuffer.wrap(key));
        if (pending != null) {
            onTimer(() -> settle(pending, outcome));
        }
    }

    /** Sends what waits and fails what has not been read back; the timer must have been shut down before. */
    @Override
    public void close() {
        sender.close();
        onTheirWay.values().forEach(pending -> fail(pending, CLOSED, null));
    }

    private void settle(Pending pending, Outcome outcome) {
        switch (outcome) {
            case COUNTS -> complete(pending, true);
            case VOID -> complete(pending, false);
            case UNDECIDED -> fail(pending, "records of this sensor cannot be read", null);
        }
    }

    private void complete(Pending pending, boolean counts) {
        onTheirWay.remove(pending.key());
        pending.outcome().complete(counts);
    }

    private void fail(Pending pending, String message, @Nullable Throwable cause) {
        if (!pending.outcome().isDone()) {
            onTheirWay.remove(pending.key());
            pending.outcome().completeExceptionally(new RegistryUnavailableException(message, cause));
        }
    }

    private void onTimer(Runnable task) {
        try {
            timer.execute(task);
        } catch (RejectedExecutionException closed) {
            // close() fails what is on its way
        }
    }
}
