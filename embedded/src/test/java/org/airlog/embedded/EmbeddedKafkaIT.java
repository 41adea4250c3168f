package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class EmbeddedKafkaIT {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafkaIT.class);

    @TempDir
    Path directory;

    @Test
    void keepsItsRecordsAndItsGroupOffsetsAcrossARestartOnAnotherPort() throws Exception {
        try (EmbeddedKafka first = new EmbeddedKafka(directory, 0)) {
            first.start();
            createTopic(first.bootstrapServers());
            produce(first.bootstrapServers(), "one", "two");
            assertThat(consume(first.bootstrapServers(), 2)).containsExactly("one", "two");
        }

        Instant began = Instant.now();
        try (EmbeddedKafka second = new EmbeddedKafka(directory, 0)) {
            second.start();
            log.info(
                    "a restart took {} ms",
                    Duration.between(began, Instant.now()).toMillis());
            produce(second.bootstrapServers(), "three");

            assertThat(consume(second.bootstrapServers(), 1)).containsExactly("three");
        }
    }

    @Test
    void sendsClientsToThePortThatItAdvertises() throws Exception {
        try (var proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var kafka = new EmbeddedKafka(directory, 0, proxy.getLocalPort())) {
            kafka.start();
            Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
            try {
                var unused = admin.listTopics();

                proxy.setSoTimeout(20_000);
                try (Socket client = proxy.accept()) {
                    assertThat(client.isConnected()).isTrue();
                }
            } finally {
                admin.close(Duration.ZERO);
            }
        }
    }

    @Test
    void recoversAfterAKillOnTheSamePort() throws Exception {
        int port = Ports.claim(InetAddress.getLoopbackAddress(), 0);
        Path kafkaDirectory = directory.resolve("kafka");
        try (ChildJvm child =
                ChildJvm.run(KafkaChild.class, directory, kafkaDirectory, port, directory.resolve("address"))) {
            String bootstrapServers = child.contentOf(directory.resolve("address"));
            createTopic(bootstrapServers);
            produce(bootstrapServers, "one", "two");
            child.kill();
        }

        Instant began = Instant.now();
        try (EmbeddedKafka kafka = new EmbeddedKafka(kafkaDirectory, port)) {
            kafka.start();
            List<String> values = consume(kafka.bootstrapServers(), 2);
            log.info(
                    "consuming after a kill took {} ms",
                    Duration.between(began, Instant.now()).toMillis());

            assertThat(values).containsExactly("one", "two");
        }
    }

    @Test
    void makesNoTopicByTheWay() throws Exception {
        try (EmbeddedKafka kafka = new EmbeddedKafka(directory, 0)) {
            kafka.start();

            assertThatThrownBy(() -> produce(kafka.bootstrapServers(), "one"))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("not present in metadata");
        }
    }

    @Test
    void saysThatThePortIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedKafka kafka = new EmbeddedKafka(directory, other.getLocalPort())) {
            assertThatThrownBy(kafka::start)
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("port " + other.getLocalPort());
        }
    }

    @Test
    void refusesADirectoryThatAnotherKafkaUses() throws Exception {
        try (EmbeddedKafka first = new EmbeddedKafka(directory, 0);
                EmbeddedKafka second = new EmbeddedKafka(directory, 0)) {
            first.start();

            assertThatThrownBy(second::start).isInstanceOf(IOException.class).hasMessageContaining("in use");
        }
    }

    @Test
    void throwsAndLetsGoOfTheDirectoryWhenItsLogIsDamaged() throws Exception {
        try (EmbeddedKafka kafka = new EmbeddedKafka(directory, 0)) {
            kafka.start();
        }
        Path metaProperties = directory.resolve("log").resolve("meta.properties");
        String good = Files.readString(metaProperties);
        Files.writeString(metaProperties, good.replace("node.id=1", "node.id=2"));
        try (EmbeddedKafka kafka = new EmbeddedKafka(directory, 0)) {
            assertThatThrownBy(kafka::start).isInstanceOf(RuntimeException.class);
        }
        Files.writeString(metaProperties, good);

        try (EmbeddedKafka kafka = new EmbeddedKafka(directory, 0)) {
            kafka.start();

            assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void mayBeClosedTwiceAndStartedOnlyOnce() throws Exception {
        EmbeddedKafka kafka = new EmbeddedKafka(directory, 0);
        kafka.start();
        assertThatThrownBy(kafka::start).isInstanceOf(IllegalStateException.class);
        kafka.close();

        kafka.close();

        assertThatThrownBy(kafka::bootstrapServers).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(kafka::start).isInstanceOf(IllegalStateException.class);
    }

    private static void createTopic(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic("airlog.test", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void produce(String bootstrapServers, String... values) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.block.ms", "2000"),
                new StringSerializer(),
                new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("airlog.test", value)).get();
            }
        }
    }

    /** Reads on where the group stopped. */
    private static List<String> consume(String bootstrapServers, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "group.id", "test", "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("airlog.test"));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (ConsumerRecord<String, String> consumed : consumer.poll(Duration.ofMillis(100))) {
                    values.add(consumed.value());
                }
                return values.size() >= count;
            });
            consumer.commitSync();
        }
        return values;
    }
}
