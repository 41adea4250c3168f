package org.airlog.launcher.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.kafka.KafkaUnavailableException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** {@code airlog.sensors} as the commands see it. For one thread. */
final class RegistryTopic {

    private static final TopicPartition PARTITION = new TopicPartition(SensorRecord.TOPIC, 0);
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int MOST_BYTES = 2 << 20;
    private static final int REPLICAS_THAT_NEED_NO_FLUSH = 3;

    private final KafkaAccess access;

    RegistryTopic(KafkaAccess access) {
        this.access = access;
    }

    /** What waits for Kafka. */
    @FunctionalInterface
    private interface Question<T> {
        T ask()
                throws ExecutionException, InterruptedException, TimeoutException, KafkaUnavailableException,
                        IOException;
    }

    /** The topic's present life; empty where there is none. */
    Optional<UUID> id() throws CommandFailedException, IOException {
        return answered(() -> {
            try (Admin admin = admin()) {
                var id = admin.describeTopics(List.of(SensorRecord.TOPIC))
                        .allTopicNames()
                        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                        .get(SensorRecord.TOPIC);
                return Optional.ofNullable(id)
                        .map(topic -> new UUID(
                                topic.topicId().getMostSignificantBits(),
                                topic.topicId().getLeastSignificantBits()));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Makes it with the settings that the brokers give it. */
    void create(short replicas) throws CommandFailedException, IOException {
        answered(() -> {
            try (Admin admin = admin()) {
                var topic = new NewTopic(SensorRecord.TOPIC, 1, replicas)
                        .configs(Map.of(
                                "cleanup.policy",
                                "compact",
                                "min.compaction.lag.ms",
                                String.valueOf(Duration.ofDays(1).toMillis()),
                                "max.message.bytes",
                                String.valueOf((1 << 20) + 4 * 1024),
                                replicas < REPLICAS_THAT_NEED_NO_FLUSH ? "flush.messages" : "min.insync.replicas",
                                replicas < REPLICAS_THAT_NEED_NO_FLUSH ? "1" : "2"));
                admin.createTopics(List.of(topic)).all().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                return true;
            }
        });
    }

    /** Gives every record that it holds to {@code sink}; returns how many. */
    long read(RegistryFile.Sink sink) throws CommandFailedException, IOException {
        return answered(() -> {
            try (var consumer = access.client(() -> new KafkaConsumer<>(
                    access.with(Map.of("auto.offset.reset", "none", "isolation.level", "read_committed")),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer()))) {
                consumer.assign(List.of(PARTITION));
                consumer.seekToBeginning(List.of(PARTITION));
                long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
                long records = 0;
                while (consumer.position(PARTITION) < end) {
                    for (var record : consumer.poll(Duration.ofSeconds(1))) {
                        sink.take(record.offset(), record.key() == null ? new byte[0] : record.key(), record.value());
                        records++;
                    }
                }
                return records;
            }
        });
    }

    /** Writes all records of {@code source} in their order; returns how many Kafka has confirmed: all of them. */
    long write(RegistryFile.Source source) throws CommandFailedException, IOException {
        return answered(() -> {
            var failure = new AtomicReference<Exception>();
            var records = new long[1];
            try (var producer = access.client(() -> new KafkaProducer<>(
                    access.with(Map.of(
                            "acks",
                            "all",
                            "enable.idempotence",
                            "true",
                            "linger.ms",
                            "5",
                            "max.block.ms",
                            PATIENCE_MILLIS,
                            "request.timeout.ms",
                            PATIENCE_MILLIS / 3,
                            "delivery.timeout.ms",
                            2 * PATIENCE_MILLIS,
                            "max.request.size",
                            MOST_BYTES)),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()))) {
                source.giveTo((offset, key, value) -> {
                    var unused = producer.send(new ProducerRecord<>(SensorRecord.TOPIC, 0, key, value), (done, e) -> {
                        if (e != null) {
                            failure.compareAndSet(null, e);
                        }
                    });
                    records[0]++;
                });
                producer.flush();
            }
            if (failure.get() != null) {
                throw new ExecutionException(failure.get());
            }
            return records[0];
        });
    }

    private Admin admin() throws KafkaUnavailableException {
        return access.client(() -> Admin.create(access.with(
                Map.of("default.api.timeout.ms", PATIENCE_MILLIS, "request.timeout.ms", PATIENCE_MILLIS / 3))));
    }

    private <T> T answered(Question<T> question) throws CommandFailedException, IOException {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | KafkaUnavailableException | KafkaException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    private CommandFailedException failed(Throwable cause) {
        return new CommandFailedException(
                "Kafka at " + access.servers() + " does not do it: "
                        + cause.getClass().getSimpleName() + " " + cause.getMessage(),
                cause);
    }
}
