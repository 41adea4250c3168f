package org.airlog.ingest.drain;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.ingest.kafka.DeadLetters;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A Kafka of one node with the topics that the door makes, and in them what the door writes. */
final class FilledLog implements AutoCloseable {

    static final String SEALING_KEY = "bench:" + "5a".repeat(32);
    private static final int PARTITIONS = 12;
    private static final Seal SEAL = new Seal(List.of(SealingKey.parse(SEALING_KEY)));

    private final ObservationRecordCodec codec = new ObservationRecordCodec(SEAL);
    private final EmbeddedKafka kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private long publishes;

    FilledLog(Path directory) throws Exception {
        kafka = new EmbeddedKafka(directory, 0);
        kafka.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            var safe = Map.of("flush.messages", "1");
            admin.createTopics(List.of(
                            new NewTopic(ObservationRecord.TOPIC, PARTITIONS, (short) 1).configs(safe),
                            new NewTopic(SensorRecord.TOPIC, 1, (short) 1).configs(safe),
                            new NewTopic(DeadLetters.TOPIC, 1, (short) 1).configs(safe)))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers(), "acks", "all", "linger.ms", "2"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String servers() {
        return kafka.bootstrapServers();
    }

    void register(Workload load) {
        for (int i = 0; i < load.sensors(); i++) {
            var record = new SensorRecord(
                    load.suid(i),
                    load.registration(i),
                    ObservationRecord.UNSIGNED,
                    SensorRecord.State.REGISTERED,
                    1,
                    Trust.SIGNED,
                    "Airlog",
                    "bench",
                    "{}",
                    SEAL.seal(
                            "a secret".getBytes(StandardCharsets.UTF_8),
                            SensorRecord.key(load.suid(i), load.registration(i))),
                    null,
                    load.begin());
            send(new ProducerRecord<>(SensorRecord.TOPIC, record.key(), SensorRecordCodec.encode(record)));
        }
        producer.flush();
    }

    /** Appends the next {@code count} publishes and waits until Kafka has confirmed them. */
    void append(Workload load, long count) {
        for (long i = 0; i < count; i++) {
            appendSoon(load);
        }
        producer.flush();
    }

    /** Appends the next publish. */
    void appendSoon(Workload load) {
        long publish = publishes++;
        byte[] value = codec.encode(load.suid(publish), load.record(publish, Instant.now()));
        var record =
                new ProducerRecord<>(ObservationRecord.TOPIC, load.suid(publish).toBytes(), value);
        record.headers().add(ObservationRecord.COUNT_HEADER, ObservationRecordCodec.writeCount(load.batch()));
        send(record);
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record);
    }

    @Override
    public void close() {
        producer.close();
        kafka.close();
    }
}
