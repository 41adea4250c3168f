package org.airlog.broker.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.observation.codec.PayloadLimits;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/** A real Kafka that can be stopped and started again under its address, and clients of it. */
final class KafkaFixture implements AutoCloseable {

    static final int MAX_RECORD_BYTES = Topics.maxRecordBytes(PayloadLimits.DEFAULTS);

    private Path directory;
    private EmbeddedKafka kafka;
    private final int port;
    final KafkaClients clients;

    private KafkaFixture(Path directory) throws IOException {
        this.directory = directory;
        this.kafka = new EmbeddedKafka(directory, 0);
        kafka.start();
        String address = kafka.bootstrapServers();
        this.port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        this.clients = new KafkaClients(address, Map.of());
    }

    /** Starts a Kafka with Airlog's topics. */
    static KafkaFixture start(Path directory) throws IOException {
        var fixture = new KafkaFixture(directory);
        fixture.makeTopics();
        return fixture;
    }

    /** Starts a Kafka without any topic. */
    static KafkaFixture startEmpty(Path directory) throws IOException {
        return new KafkaFixture(directory);
    }

    void makeTopics() {
        try (var topics = new Topics(clients, 3, 1, MAX_RECORD_BYTES)) {
            topics.start();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(topics::areThere);
        }
    }

    void stop() {
        kafka.close();
    }

    void startAgain() throws IOException {
        kafka = new EmbeddedKafka(directory, port);
        kafka.start();
    }

    /** Lets another Kafka, in {@code otherDirectory}, take the place of this one that has been stopped. */
    void startAnother(Path otherDirectory) throws IOException {
        directory = otherDirectory;
        startAgain();
    }

    /**
     * All records of {@code topic}, once there are {@code count} of them: up to its end, as what was not confirmed may lie
     * there twice.
     */
    List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (Consumer<byte[], byte[]> consumer = clients.newConsumer("test")) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            List<TopicPartition> assigned = partitions.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count
                        && consumer.endOffsets(assigned).entrySet().stream()
                                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return records;
    }

    @Override
    public void close() {
        kafka.close();
    }
}
