package org.airlog.gateway;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.airlog.embedded.EmbeddedBroker;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.embedded.PackedExtension;
import org.airlog.gateway.mqtt.BrokerAddress;
import org.airlog.gateway.proxy.TrustedProxies;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.sealing.UnopenedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A gateway in front of a real HiveMQ with the packed extension, in front of a real Kafka. */
final class Installation implements AutoCloseable {

    private static final String PASSWORD = "the gateway's password";
    private static final int CLIENTS = 4;

    private final Path directory;
    private final int mqttPort = freePort();
    private final String sealingKey = SealingKey.generate("k1", new SecureRandom());
    private final EmbeddedKafka kafka;
    private final Gateway gateway;
    private final Map<String, String> settings = new HashMap<>();
    private EmbeddedBroker broker;

    Installation(Path directory, Map<String, String> brokerSettings) {
        this.directory = directory;
        int kafkaPort = freePort();
        settings.put("airlog.kafka.bootstrap-servers", "127.0.0.1:" + kafkaPort);
        settings.put("airlog.kafka.partitions", "2");
        settings.put("airlog.sealing.keys", sealingKey);
        settings.put("airlog.broker.management-port", "0");
        settings.put("airlog.principal.gateway", BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray()));
        settings.putAll(brokerSettings);
        kafka = new EmbeddedKafka(directory.resolve("kafka"), kafkaPort);
        broker = newBroker();
        gateway = gatewayBehind(TrustedProxies.NONE);
    }

    /** Another gateway in front of the same broker; its owner starts and closes it. */
    Gateway gatewayBehind(TrustedProxies proxies) {
        return new Gateway(new GatewayConfig(
                "127.0.0.1",
                0,
                proxies,
                1_024,
                256 * 1024,
                new BrokerAddress("127.0.0.1", mqttPort, false),
                PASSWORD,
                CLIENTS,
                Duration.ofSeconds(20)));
    }

    Installation start() throws IOException {
        kafka.start();
        broker.start();
        gateway.start();
        return this;
    }

    int httpPort() {
        return gateway.port();
    }

    boolean isReady() {
        return gateway.isReady();
    }

    void stopBroker() {
        broker.close();
    }

    void startBroker() throws IOException {
        broker = newBroker();
        broker.start();
    }

    /** What lies in {@code airlog.observations} for {@code suid} at this moment. */
    List<ObservationRecord> stored(Suid suid) {
        var codec = new ObservationRecordCodec(new Seal(List.of(SealingKey.parse(sealingKey))));
        var stored = new ArrayList<ObservationRecord>();
        for (var record : read()) {
            if (suid.equals(Suid.ofBytes(record.key()))) {
                try {
                    stored.add(codec.decode(suid, record.value()));
                } catch (Refusal | UnopenedException e) {
                    throw new IllegalStateException("a stored record cannot be read", e);
                }
            }
        }
        return stored;
    }

    /** How many records lie there of all sensors: nothing else takes an offset in this topic. */
    long storedRecords() {
        try (var consumer = consumer()) {
            return consumer.endOffsets(partitions(consumer)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read() {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(ObservationRecord.TOPIC).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    @Override
    public void close() {
        gateway.close();
        broker.close();
        kafka.close();
    }

    private EmbeddedBroker newBroker() {
        var zip = Path.of(Objects.requireNonNull(System.getProperty("airlog.extension.zip")));
        return new EmbeddedBroker(directory.resolve("broker"), mqttPort, new PackedExtension(zip, settings));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
