package org.airlog.ingest.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.airlog.ingest.batch.LogPartition;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a topic has been deleted and made again under a consumer that reads it: Kafka's consumer goes on at its old
 * offset there, and would pass over what lies before it. Asks every 5 s and never waits for the answer. For one thread.
 */
final class TopicWatch {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Admin admin;
    private final Duration pause;
    private @Nullable KafkaFuture<Map<String, TopicDescription>> asked;
    private long askedAtNanos = System.nanoTime();

    TopicWatch(Admin admin) {
        this(admin, PAUSE);
    }

    TopicWatch(Admin admin, Duration pause) {
        this.admin = admin;
        this.pause = pause;
    }

    /** Those of {@code read} whose topic is in another life by now, as far as an answer has just come that says so. */
    List<TopicPartition> former(Collection<LogPartition> read) {
        if (read.isEmpty()) {
            return List.of();
        }
        Map<String, UUID> ids = ids(read.stream().map(LogPartition::topic).collect(Collectors.toSet()));
        return read.stream()
                .filter(partition -> !ids.getOrDefault(partition.topic(), partition.topicId())
                        .equals(partition.topicId()))
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    /** The ids that {@code topics} have now, where an answer has just come; else none. */
    private Map<String, UUID> ids(Collection<String> topics) {
        KafkaFuture<Map<String, TopicDescription>> answer = asked;
        if (answer == null && System.nanoTime() - askedAtNanos >= pause.toNanos()) {
            askedAtNanos = System.nanoTime();
            asked = admin.describeTopics(topics).allTopicNames();
        }
        if (answer == null || !answer.isDone()) {
            return Map.of();
        }
        asked = null;
        var ids = new HashMap<String, UUID>();
        descriptions(answer).forEach((name, topic) -> ids.put(name, TopicIds.uuid(topic.topicId())));
        return ids;
    }

    /** None where Kafka has not told, or a topic is gone: the next answer will do. */
    private static Map<String, TopicDescription> descriptions(KafkaFuture<Map<String, TopicDescription>> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            return Map.of();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
