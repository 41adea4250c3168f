package org.airlog.launcher.doctor;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.kafka.KafkaUnavailableException;
import org.airlog.portal.letters.LetterKind;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Asks Kafka for its brokers and Airlog's topics. */
record KafkaCheck(KafkaAccess access, Duration patience) implements Check {

    private static final Set<String> TOPICS = Stream.of(
                    ObservationRecord.TOPIC, SensorRecord.TOPIC, LetterKind.PARKED.topic(), LetterKind.REJECTED.topic())
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public String name() {
        return KafkaJudgement.CHECK;
    }

    @Override
    public List<Finding> look() throws InterruptedException, KafkaUnavailableException {
        int millis = Math.toIntExact(patience.toMillis() * 4 / 5);
        try (Admin admin = access.client(() -> Admin.create(access.with(Map.of(
                "default.api.timeout.ms", millis,
                "request.timeout.ms", millis,
                "reconnect.backoff.max.ms", 200))))) {
            return KafkaJudgement.of(ask(admin), access.servers());
        } catch (ExecutionException e) {
            return List.of(failure(e));
        }
    }

    private Finding failure(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof AuthenticationException) {
            return Finding.fail(
                    name(),
                    access.servers() + " does not take our credentials",
                    "look at airlog.kafka.client.* (sasl.jaas.config, security.protocol, the keys' passwords)");
        }
        if (cause instanceof AuthorizationException) {
            return Finding.fail(
                    name(),
                    access.servers() + " does not allow it: " + Words.of(cause),
                    "give this user the rights to describe the cluster, Airlog's topics and their configurations");
        }
        return Finding.fail(
                name(),
                "no answer from Kafka at " + access.servers() + ": " + Words.of(cause),
                "start Kafka or let it be reached, or name it by airlog.kafka.bootstrap-servers");
    }

    private static KafkaFacts ask(Admin admin) throws ExecutionException, InterruptedException {
        int brokers = admin.describeCluster().nodes().get().size();
        Set<String> there = admin.listTopics().names().get();
        Set<String> ours = TOPICS.stream().filter(there::contains).collect(Collectors.toSet());
        Map<String, TopicDescription> descriptions =
                admin.describeTopics(ours).allTopicNames().get();
        Map<ConfigResource, Config> configs = admin.describeConfigs(ours.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all()
                .get();
        var topics = new HashMap<String, KafkaFacts.Topic>();
        configs.forEach((resource, config) -> {
            TopicDescription description = descriptions.get(resource.name());
            if (description != null) {
                topics.put(resource.name(), topic(description, config));
            }
        });
        return new KafkaFacts(brokers, topics);
    }

    private static KafkaFacts.Topic topic(TopicDescription description, Config config) {
        var settings = new HashMap<String, String>();
        config.entries().forEach((ConfigEntry entry) -> settings.put(entry.name(), String.valueOf(entry.value())));
        List<TopicPartitionInfo> partitions = description.partitions();
        return new KafkaFacts.Topic(
                partitions.size(),
                fewest(partitions, partition -> partition.replicas().size()),
                fewest(partitions, partition -> partition.isr().size()),
                (int) partitions.stream()
                        .filter(partition ->
                                partition.leader() == null || partition.leader().isEmpty())
                        .count(),
                settings);
    }

    private static int fewest(List<TopicPartitionInfo> partitions, ToIntFunction<TopicPartitionInfo> count) {
        return partitions.stream().mapToInt(count).min().orElse(0);
    }
}
