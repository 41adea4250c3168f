package org.airlog.broker.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.airlog.broker.kafka.KafkaClients;
import org.airlog.broker.kafka.SensorTopic;
import org.airlog.broker.sensor.Sensor;
import org.awaitility.Awaitility;

/**
 * Follows the registry as a broker does that starts, in a JVM of its own: takes up the file where there is one, else reads
 * the log. Tells how long that took and how much of the heap it holds.
 */
final class BrokerStart {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private BrokerStart() {}

    /** Arguments: Kafka's address, the file, the file of the sealing key, how many sensors there are. */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        var fleet = new Fleet(OtherJvm.readSeal(Path.of(arguments[2])));
        int sensors = Integer.parseInt(arguments[3]);
        boolean hasFile = Files.exists(file);
        long before = OtherJvm.usedHeap();
        long start = System.nanoTime();
        try (var topic = new SensorTopic(new KafkaClients(arguments[0], Map.of()), fleet.secretSeal(), file)) {
            topic.start();
            Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(topic::isLoaded);
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = OtherJvm.cpuSeconds();
            boolean isWhole = topic.size() == sensors
                    && topic.find(Fleet.suid(sensors - 1)) instanceof Sensor.Registered
                    && topic.undecodableRecords() == 0;
            OtherJvm.tell(Map.of(
                    "whole",
                    isWhole ? 1 : 0,
                    "file",
                    hasFile ? 1 : 0,
                    "cpuSeconds",
                    cpuSeconds,
                    "seconds",
                    seconds,
                    "heapMiB",
                    (OtherJvm.usedHeap() - before) / 1_048_576.0));
        }
    }
}
