package org.airlog.gateway;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.airlog.embedded.EmbeddedBroker;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.embedded.PackedExtension;
import org.airlog.embedded.TlsListener;
import org.airlog.gateway.http.Https;
import org.airlog.gateway.mqtt.BrokerAddress;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.sealing.UnopenedException;
import org.airlog.observation.signature.Secret;
import org.airlog.proxy.TrustedProxies;
import org.airlog.tls.Authorities;
import org.airlog.tls.CertificateFiles;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A gateway in front of a real HiveMQ with the packed extension, in front of a real Kafka. */
final class Installation implements AutoCloseable {

    /** Of the users {@code gateway} and {@code operator}. */
    static final String PASSWORD = "the gateway's password";

    private static final int CLIENTS = 4;

    private final Path directory;
    private final int mqttPort = freePort();
    private final String sealingKey = SealingKey.generate("k1", new SecureRandom());
    private final EmbeddedKafka kafka;
    private final Gateway gateway;
    private final Map<String, String> settings = new HashMap<>();
    private final Optional<CertificateFiles> certificate;
    private final int mqttsPort = freePort();
    private EmbeddedBroker broker;

    Installation(Path directory, Map<String, String> brokerSettings) {
        this(directory, brokerSettings, Optional.empty());
    }

    /** With a broker that, given a certificate, listens for TLS as well. */
    Installation(Path directory, Map<String, String> brokerSettings, Optional<CertificateFiles> certificate) {
        this.directory = directory;
        this.certificate = certificate;
        int kafkaPort = freePort();
        settings.put("airlog.kafka.bootstrap-servers", "127.0.0.1:" + kafkaPort);
        settings.put("airlog.kafka.partitions", "2");
        settings.put("airlog.sealing.keys", sealingKey);
        settings.put("airlog.broker.management-port", "0");
        String hash = BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
        settings.put("airlog.principal.gateway", hash);
        settings.put("airlog.principal.operator", hash);
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
                Optional.empty(),
                proxies,
                1_024,
                256 * 1024,
                new BrokerAddress("127.0.0.1", mqttPort, false),
                Authorities.OF_THE_JDK,
                PASSWORD,
                CLIENTS,
                Duration.ofSeconds(20),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty()));
    }

    /** Another one, on every address, that reaches the broker by TLS and believes {@code authorities}. */
    Gateway gatewayOverTls(Optional<Https> https, Authorities authorities) {
        return new Gateway(new GatewayConfig(
                "0.0.0.0",
                0,
                https,
                TrustedProxies.NONE,
                1_024,
                256 * 1024,
                new BrokerAddress("localhost", mqttsPort, true),
                authorities,
                PASSWORD,
                CLIENTS,
                Duration.ofSeconds(20),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty()));
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

    int mqttPort() {
        return mqttPort;
    }

    /** An MQTT client of the user {@code operator} that has subscribed to readings. */
    Operator operator() {
        return new Operator(mqttPort, PASSWORD);
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

    /** Writes into the registry, past the door, that {@code suid} is registered with {@code secret}. */
    void register(Suid suid, UUID registration, Secret secret) {
        byte[] key = SensorRecord.key(suid, registration);
        var step = new SensorRecord(
                suid,
                registration,
                ObservationRecord.UNSIGNED,
                SensorRecord.State.REGISTERED,
                1,
                Trust.SIGNED,
                "Acme",
                "Sniffer",
                "{}",
                seal().seal(secret.reveal().getBytes(StandardCharsets.UTF_8), key),
                null,
                Instant.now());
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(SensorRecord.TOPIC, key, SensorRecordCodec.encode(step)))
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("the registry takes no record", e);
        }
    }

    /** What lies in {@code airlog.observations} for {@code suid} at this moment. */
    List<ObservationRecord> stored(Suid suid) {
        var codec = new ObservationRecordCodec(seal());
        var stored = new ArrayList<ObservationRecord>();
        for (var record : observations()) {
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

    private Seal seal() {
        return new Seal(List.of(SealingKey.parse(sealingKey)));
    }

    /** All records of {@code airlog.observations} at this moment. */
    List<ConsumerRecord<byte[], byte[]>> observations() {
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

    /** The record that was written last. */
    ConsumerRecord<byte[], byte[]> lastObservation() {
        return observations().stream()
                .max(Comparator.comparing(ConsumerRecord::timestamp))
                .orElseThrow();
    }

    /** How Kafka keeps {@code topic}. */
    Map<String, String> topicSettings(String topic) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var settings = new HashMap<String, String>();
            for (Config config :
                    admin.describeConfigs(List.of(resource)).all().get().values()) {
                config.entries().forEach(entry -> settings.put(entry.name(), String.valueOf(entry.value())));
            }
            return settings;
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("Kafka does not tell", e);
        }
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
        return new EmbeddedBroker(
                directory.resolve("broker"),
                "127.0.0.1",
                OptionalInt.of(mqttPort),
                certificate.map(files -> new TlsListener(mqttsPort, files)),
                new PackedExtension(zip, settings));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
