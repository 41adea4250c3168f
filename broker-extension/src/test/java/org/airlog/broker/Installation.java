package org.airlog.broker;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.airlog.embedded.EmbeddedBroker;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.embedded.PackedExtension;
import org.airlog.embedded.TlsListener;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real HiveMQ with the packed extension, in front of a real Kafka. */
final class Installation implements AutoCloseable {

    static final String GATEWAY_PASSWORD = "the gateway's password";
    static final String OPERATOR_PASSWORD = "the operator's password";

    private final Map<String, String> settings = new HashMap<>();
    private final int managementPort = freePort();
    private final String sealingKey = SealingKey.generate("k1", new SecureRandom());
    private final Supplier<EmbeddedKafka> newKafka;
    private final Supplier<EmbeddedBroker> newBroker;
    private EmbeddedBroker broker;
    private @Nullable EmbeddedKafka kafka;

    Installation(Path directory, Map<String, String> properties) {
        this(directory, packedZip(), properties);
    }

    /** With another extension than the delivered one, made from it. */
    Installation(Path directory, Path extension, Map<String, String> properties) {
        this(directory, extension, properties, "127.0.0.1", Optional.empty());
    }

    /** The delivered one behind these listeners. */
    Installation(Path directory, Map<String, String> properties, String bind, TlsListener tls) {
        this(directory, packedZip(), properties, bind, Optional.of(tls));
    }

    private Installation(
            Path directory, Path extension, Map<String, String> properties, String bind, Optional<TlsListener> tls) {
        int kafkaPort = freePort();
        settings.put("airlog.kafka.bootstrap-servers", "127.0.0.1:" + kafkaPort);
        settings.put("airlog.kafka.partitions", "2");
        settings.put("airlog.sealing.keys", sealingKey);
        settings.put("airlog.broker.management-port", Integer.toString(managementPort));
        settings.put("airlog.principal.gateway", bcrypt(GATEWAY_PASSWORD));
        settings.put("airlog.principal.operator", bcrypt(OPERATOR_PASSWORD));
        settings.putAll(properties);
        this.newKafka = () -> new EmbeddedKafka(directory.resolve("kafka"), kafkaPort);
        this.newBroker = () -> new EmbeddedBroker(
                directory.resolve("broker"), bind, OptionalInt.of(0), tls, new PackedExtension(extension, settings));
        this.broker = newBroker.get();
    }

    /** Starts both and waits until the door is ready. */
    Installation start() throws IOException {
        startKafka();
        broker.start();
        awaitReady();
        return this;
    }

    /** Starts the broker alone. */
    Installation startWithoutKafka() throws IOException {
        broker.start();
        return this;
    }

    void startKafka() throws IOException {
        EmbeddedKafka fresh = newKafka.get();
        kafka = fresh;
        fresh.start();
    }

    void stopKafka() {
        if (kafka != null) {
            kafka.close();
            kafka = null;
        }
    }

    /** Stops the broker and starts it anew on its directory. */
    void restartBroker() throws IOException {
        broker.close();
        broker = newBroker.get();
        broker.start();
    }

    /** Waits until the door can do its work, and Kafka is there as well. */
    void awaitReady() {
        Awaitility.await("ready").atMost(Duration.ofSeconds(40)).until(() -> {
            HttpResponse<String> ready = get("/ready");
            return ready.statusCode() == 200 && ready.body().contains("\"kafkaReachable\":true");
        });
    }

    String kafkaAddress() {
        return Objects.requireNonNull(settings.get("airlog.kafka.bootstrap-servers"));
    }

    int port() {
        return broker.mqttPort();
    }

    int tlsPort() {
        return broker.mqttsPort();
    }

    int status(String path) {
        return get(path).statusCode();
    }

    HttpResponse<String> get(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What lies in {@code airlog.observations} for {@code suid} at this moment. */
    List<ObservationRecord> stored(Suid suid) {
        var codec = new ObservationRecordCodec(new Seal(List.of(SealingKey.parse(sealingKey))));
        var records = new ArrayList<ObservationRecord>();
        for (var record : read(ObservationRecord.TOPIC)) {
            if (suid.equals(Suid.ofBytes(record.key()))) {
                try {
                    records.add(codec.decode(suid, record.value()));
                } catch (Exception e) {
                    throw new IllegalStateException("a stored record cannot be read", e);
                }
            }
        }
        return records;
    }

    /** Every record of {@code topic} up to its end at this moment. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                Objects.requireNonNull(settings.get("airlog.kafka.bootstrap-servers")),
                "auto.offset.reset",
                "earliest");
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
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

    @Override
    public void close() {
        broker.close();
        stopKafka();
    }

    static Path packedZip() {
        return Path.of(Objects.requireNonNull(System.getProperty("airlog.extension.zip")));
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String bcrypt(String password) {
        return BCrypt.withDefaults().hashToString(4, password.toCharArray());
    }
}
