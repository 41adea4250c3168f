package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.observation.codec.SensorRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka is lost, and the registry comes back from a file. */
@Tag("once")
class RegistryCommandIT {

    private static final TopicPartition PARTITION = new TopicPartition(SensorRecord.TOPIC, 0);

    @TempDir
    Path folder;

    @Test
    void theRegistryMovesToANewKafkaInItsOrder() throws Exception {
        Path file = folder.resolve("registry");
        List<String> before;
        try (var kafka = new EmbeddedKafka(folder.resolve("lost"), 0)) {
            kafka.start();
            assertThat(airlog(kafka, "export", file)).contains("1 ", "no topic airlog.sensors");
            publish(kafka);
            before = records(kafka);
            assertThat(airlog(kafka, "export", file)).isEqualTo("0 1000 records are in " + file + "\n");
            assertThat(airlog(kafka, "import", file)).contains("1 ", "holds records already");
        }
        try (var kafka = new EmbeddedKafka(folder.resolve("new"), 0)) {
            kafka.start();

            assertThat(airlog(kafka, "import", file)).isEqualTo("0 1000 records are in airlog.sensors\n");

            assertThat(records(kafka)).isEqualTo(before);
            assertThat(airlog(kafka, "import", file)).contains("1 ", "holds records already");
        }
    }

    private static String airlog(EmbeddedKafka kafka, String command, Path file) {
        var said = new StringWriter();
        var line = Airlog.commandLine();
        line.setOut(new PrintWriter(said));
        line.setErr(new PrintWriter(said));
        int code = line.execute("registry", command, "--kafka", kafka.bootstrapServers(), file.toString());
        return code + " " + said;
    }

    private static void publish(EmbeddedKafka kafka) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(SensorRecord.TOPIC, 1, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < 1_000; i++) {
                producer.send(new ProducerRecord<>(SensorRecord.TOPIC, "key " + i % 900, "value " + i))
                        .get();
            }
        }
    }

    private static List<String> records(EmbeddedKafka kafka) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "none"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            var records = new ArrayList<String>();
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofSeconds(1))
                        .forEach(record -> records.add(record.key() + "=" + record.value()));
            }
            return records;
        }
    }
}
