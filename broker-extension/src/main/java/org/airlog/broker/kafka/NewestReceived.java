package org.airlog.broker.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.airlog.observation.codec.ObservationRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When anything was last received, as the log has it: a wall clock before that moment is wrong.
 *
 * <p>Asked once. {@link #start} waits for the answer, for 2 s; where Kafka is away it is asked on in the background until it
 * has answered, and meanwhile nobody knows. The timestamp of a record is when the broker that received it wrote it.
 */
public final class NewestReceived implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NewestReceived.class);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final KafkaClients clients;
    private final Consumer<Instant> learner;
    private final CountDownLatch stopSignal = new CountDownLatch(1);
    private final Thread thread;

    /** {@code learner} is told, unless there is nothing in the log. */
    public NewestReceived(KafkaClients clients, Consumer<Instant> learner) {
        this.clients = clients;
        this.learner = learner;
        this.thread = OwnThreads.named("airlog-clock").newThread(this::run);
    }

    /** Begins, once. */
    public void start() {
        var trouble = new Trouble(log, "when anything was last received is not known yet, asking on");
        if (!isAnswered(trouble)) {
            thread.start();
        }
    }

    @Override
    public void close() {
        stopSignal.countDown();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var trouble = new Trouble(log, "when anything was last received is still not known");
        try {
            while (!stopSignal.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                if (isAnswered(trouble)) {
                    return;
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (Throwable unforeseen) {
            log.atError().setCause(unforeseen).log("asking when anything was last received failed");
        }
    }

    private boolean isAnswered(Trouble trouble) {
        try (Admin admin = clients.newAdmin("clock")) {
            ask(admin);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return true; // nothing has ever been received
            }
            trouble.came(e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException e) {
            trouble.came(e);
            return false;
        }
    }

    private void ask(Admin admin) throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> topics = admin.describeTopics(List.of(ObservationRecord.TOPIC))
                .allTopicNames()
                .get();
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        topics.values().forEach(topic -> topic.partitions()
                .forEach(info ->
                        wanted.put(new TopicPartition(topic.name(), info.partition()), OffsetSpec.maxTimestamp())));
        long newest = admin.listOffsets(wanted).all().get().values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .max()
                .orElse(-1);
        if (newest >= 0) {
            learner.accept(Instant.ofEpochMilli(newest));
        }
    }
}
