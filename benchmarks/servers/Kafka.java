import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.airlog.embedded.EmbeddedKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka for a peer's sink, the one that {@code ./airlog up} runs, with a topic {@code rows} that can be filled.
 *
 * <p>Arguments: a directory, partitions. Says where it is; each line of its input, {@code FIRST COUNT SENSORS}, adds that many
 * rows from number FIRST on, one record a row, the sensors in turn, ten seconds apart, and is answered {@code FILLED}. A
 * sensor's rows are in one partition. Stops when its input ends or the process is told to.
 */
final class Kafka {

    private static final long EPOCH_MILLIS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long STEP_MILLIS = 10_000;

    private Kafka() {}

    public static void main(String[] arguments) throws Exception {
        var kafka = new EmbeddedKafka(Path.of(arguments[0]), 0);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        kafka.start();
        int partitions = Integer.parseInt(arguments[1]);
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers(), "batch.size", 200_000, "linger.ms", 20);
        try (var admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic("rows", partitions, (short) 1))).all().get();
        }
        System.out.println("READY kafka=" + kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                var lines = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (lines.hasNextLong()) {
                fill(producer, partitions, lines.nextLong(), lines.nextLong(), lines.nextInt());
                System.out.println("FILLED");
            }
        }
        System.exit(0);
    }

    private static void fill(KafkaProducer<byte[], byte[]> producer, int partitions, long first, long count, int sensors) {
        for (long row = first; row < first + count; row++) {
            int sensor = (int) (row % sensors);
            long millis = EPOCH_MILLIS + row / sensors * STEP_MILLIS;
            String value = "{\"time\":" + millis + ",\"sensor_id\":" + sensor + ",\"received_at\":" + System.currentTimeMillis()
                    + ",\"clock\":0,\"pm2_5\":" + row % 400 / 10.0 + "}";
            producer.send(new ProducerRecord<>("rows", sensor % partitions, null, value.getBytes(StandardCharsets.UTF_8)));
        }
        producer.flush();
    }
}
