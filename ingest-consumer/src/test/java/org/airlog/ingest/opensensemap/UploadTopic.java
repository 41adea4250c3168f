package org.airlog.ingest.opensensemap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.ingest.kafka.KafkaAddress;
import org.airlog.ingest.kafka.UploadLog;
import org.airlog.observation.Clock;
import org.airlog.observation.Observation;
import org.airlog.observation.Position;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real Kafka with {@code airlog.observations}, anew for each test. */
final class UploadTopic implements AutoCloseable {

    static final Seal SEAL = new Seal(List.of(SealingKey.parse("test:" + "5a".repeat(32))));
    static final Position HERE = new Position(48.5, 9.05, 340.0);

    private final EmbeddedKafka kafka;
    private final Admin admin;
    private KafkaProducer<byte[], byte[]> producer;

    UploadTopic(Path directory) throws IOException {
        kafka = new EmbeddedKafka(directory, 0);
        kafka.start();
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        producer = newProducer();
    }

    KafkaAddress address() {
        return new KafkaAddress(kafka.bootstrapServers(), Map.of());
    }

    Admin admin() {
        return admin;
    }

    /** A new topic, and a group that has committed nothing. */
    void renew(int partitions) throws Exception {
        if (admin.listTopics().names().get().contains(ObservationRecord.TOPIC)) {
            admin.deleteTopics(List.of(ObservationRecord.TOPIC)).all().get();
            Awaitility.await().until(() -> !admin.listTopics().names().get().contains(ObservationRecord.TOPIC));
        }
        if (admin.listGroups().all().get().stream()
                .anyMatch(group -> group.groupId().equals(UploadLog.GROUP))) {
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> admin.deleteConsumerGroups(List.of(UploadLog.GROUP))
                                    .all()
                                    .get()
                            == null);
        }
        create(partitions);
    }

    void create(int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(ObservationRecord.TOPIC, partitions, (short) 1)))
                .all()
                .get();
        producer.close();
        producer = newProducer();
    }

    private KafkaProducer<byte[], byte[]> newProducer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Logs uploads of {@code box}: one record with a measurement for each of {@code values}. */
    void upload(int sensor, String box, int... values) {
        for (int value : values) {
            publish(sensor, SEAL, Source.UPLOAD, observation(box, value, HERE));
        }
        producer.flush();
    }

    /** Logs one record. */
    void publish(int sensor, Seal seal, Source source, Observation... observations) {
        var suid = new Suid(new UUID(7, sensor));
        var record = new ObservationRecord(
                ObservationRecord.UNSIGNED, Trust.LEGACY, source, Instant.now(), List.of(observations));
        var unused = producer.send(new ProducerRecord<>(
                ObservationRecord.TOPIC, suid.toBytes(), new ObservationRecordCodec(seal).encode(suid, record)));
        producer.flush();
    }

    static Observation observation(String box, int value, @Nullable Position position) {
        var readings = new LinkedHashMap<String, Double>();
        readings.put("scd30_co2_ppm", (double) value);
        return new Observation(
                Instant.parse("2026-03-01T00:00:00Z").plusSeconds(value),
                Clock.DEVICE,
                readings,
                Map.of("box", box),
                position);
    }

    /** What the group has committed for a partition; null where nothing. */
    @Nullable
    OffsetAndMetadata committed(int partition) throws Exception {
        return admin.listConsumerGroupOffsets(UploadLog.GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(ObservationRecord.TOPIC, partition));
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        kafka.close();
    }
}
