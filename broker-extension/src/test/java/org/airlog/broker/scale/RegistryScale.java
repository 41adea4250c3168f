package org.airlog.broker.scale;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.airlog.broker.kafka.KafkaClients;
import org.airlog.broker.kafka.Topics;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.airlog.observation.sealing.SealingKey;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * Fills {@code airlog.sensors} of a real Kafka with a fleet and tells how long a broker that starts takes to know it, from
 * the log and from its file; how much heap it holds and with how much it still starts; and what one look and one
 * registration cost, beside the same of a small fleet. {@code docs/performance.md} has what came out.
 *
 * <p>Arguments: {@code directory=}, which must not exist; {@code sensors=}. Ends with 1 where a goal is missed: {@value
 * #GOAL_SECONDS} s, and {@value #GOAL_MIB} MiB of heap.
 */
final class RegistryScale {

    private static final double GOAL_SECONDS = 10;
    private static final int GOAL_MIB = 512;
    private static final int SMALL_FLEET = 10_000;
    private static final int RUNS = 3;
    /** Of the JVM that only measures costs. */
    private static final int ROOMY_MIB = 2_048;

    private static final List<Integer> SMALLER_MIB = List.of(448, 384, 320, 288, 256, 240, 224, 208, 192);

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Path directory;
    private final Path key;
    private final int sensors;
    private final AtomicReference<Exception> failed = new AtomicReference<>();

    private RegistryScale(Path directory, int sensors) {
        this.directory = directory;
        this.key = directory.resolve("sealing.key");
        this.sensors = sensors;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of("broker-extension/target/registry-scale");
        int sensors = 1_000_000;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            if (argument.startsWith("directory=")) {
                directory = Path.of(value);
            } else if (argument.startsWith("sensors=")) {
                sensors = Integer.parseInt(value);
            } else {
                throw new IllegalArgumentException("unknown argument: " + argument);
            }
        }
        System.exit(new RegistryScale(directory, sensors).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        Files.createDirectory(directory);
        Files.writeString(key, SealingKey.generate("k1", new SecureRandom()));
        var fleet = new Fleet(OtherJvm.readSeal(key));
        try (var kafka = new EmbeddedKafka(directory.resolve("kafka"), 0)) {
            kafka.start();
            var clients = new KafkaClients(kafka.bootstrapServers(), Map.of());
            try (var topics = new Topics(clients, 1, 1, Topics.maxRecordBytes(PayloadLimits.DEFAULTS))) {
                topics.start();
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(topics::areThere);
            }
            fill(kafka.bootstrapServers(), fleet, 0, SMALL_FLEET);
            start(kafka.bootstrapServers(), "log", SMALL_FLEET, GOAL_MIB);
            Map<String, Double> small = costs(SMALL_FLEET);
            fill(kafka.bootstrapServers(), fleet, SMALL_FLEET, sensors);
            Files.delete(file());
            boolean isGood = true;
            for (int i = 0; i < RUNS; i++) {
                Files.deleteIfExists(file());
                isGood &= meetsGoal("log", start(kafka.bootstrapServers(), "log", sensors, GOAL_MIB));
                isGood &= meetsGoal("file", start(kafka.bootstrapServers(), "file", sensors, GOAL_MIB));
            }
            compare(small, costs(sensors));
            tellSmallestHeaps(kafka.bootstrapServers());
            return isGood;
        }
    }

    private Path file() {
        return directory.resolve("registry.snapshot");
    }

    private void fill(String address, Fleet fleet, int from, int to) throws Exception {
        long start = System.nanoTime();
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                address,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                "20",
                ProducerConfig.BATCH_SIZE_CONFIG,
                String.valueOf(512 * 1024));
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = from; i < to; i++) {
                fleet.steps(i, step -> send(producer, step));
            }
            producer.flush();
        }
        Exception failure = failed.get();
        if (failure != null) {
            throw failure;
        }
        out.printf("filled up to %,d sensors, two records each, in %.1f s%n", to, (System.nanoTime() - start) / 1e9);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback takes what fails
    private void send(KafkaProducer<byte[], byte[]> producer, SensorRecord step) {
        producer.send(
                new ProducerRecord<>(SensorRecord.TOPIC, step.key(), SensorRecordCodec.encode(step)),
                (sent, failure) -> {
                    if (failure != null) {
                        failed.set(failure);
                    }
                });
    }

    /** A broker's start with this heap; empty where that was not enough. */
    private Optional<Map<String, Double>> start(String address, String from, int fleet, int heapMiB)
            throws IOException, InterruptedException {
        Optional<Map<String, Double>> started = OtherJvm.run(
                BrokerStart.class,
                heapMiB,
                directory.resolve("start.log"),
                address,
                file().toString(),
                key.toString(),
                String.valueOf(fleet));
        double isFromFile = from.equals("file") ? 1 : 0;
        started.ifPresent(figures -> {
            if (of(figures, "whole") != 1 || of(figures, "file") != isFromFile) {
                throw new IllegalStateException("the broker does not know the fleet: " + figures);
            }
        });
        return started;
    }

    private boolean meetsGoal(String from, Optional<Map<String, Double>> figures) {
        if (figures.isEmpty()) {
            out.printf("%,d sensors from the %s: NOT with -Xmx%dm%n", sensors, from, GOAL_MIB);
            return false;
        }
        Map<String, Double> started = figures.get();
        boolean isGood = of(started, "seconds") <= GOAL_SECONDS && of(started, "heapMiB") <= GOAL_MIB;
        out.printf(
                "%,d sensors from the %s: %.1f s (goal %.0f; %.1f s of CPU), %.0f MiB held (goal %d), with -Xmx%dm%s%n",
                sensors,
                from,
                of(started, "seconds"),
                GOAL_SECONDS,
                of(started, "cpuSeconds"),
                of(started, "heapMiB"),
                GOAL_MIB,
                GOAL_MIB,
                isGood ? "" : " MISSED");
        return isGood;
    }

    private Map<String, Double> costs(int fleet) throws IOException, InterruptedException {
        return OtherJvm.run(
                        Costs.class,
                        ROOMY_MIB,
                        directory.resolve("costs.log"),
                        file().toString(),
                        key.toString(),
                        String.valueOf(fleet))
                .orElseThrow();
    }

    private void compare(Map<String, Double> small, Map<String, Double> large) {
        List.of("lookNanos", "registrationNanos", "registrationBytes").forEach(name -> {
            double few = of(small, name);
            double many = of(large, name);
            out.printf(
                    "%s: %.0f at %,d sensors, %.0f at %,d: %.2f times%n",
                    name, few, SMALL_FLEET, many, sensors, many / few);
        });
    }

    private void tellSmallestHeaps(String address) throws IOException, InterruptedException {
        for (String from : List.of("file", "log")) {
            int smallest = GOAL_MIB;
            for (int heap : SMALLER_MIB) {
                if (from.equals("log")) {
                    Files.deleteIfExists(file());
                }
                if (start(address, from, sensors, heap).isEmpty()) {
                    break;
                }
                smallest = heap;
            }
            out.printf("%,d sensors from the %s: still with -Xmx%dm%n", sensors, from, smallest);
        }
    }

    private static double of(Map<String, Double> figures, String name) {
        return figures.getOrDefault(name, Double.NaN);
    }
}
