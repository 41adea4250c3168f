package org.airlog.launcher.up;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.airlog.configuration.Keys;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.codec.SensorRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A question to a Kafka that {@code up} has not started itself. */
final class ExternalKafka {

    private static final String PATIENCE_MILLIS = "15000";

    private ExternalKafka() {}

    /** Whether the registry holds anything. */
    static boolean hasSensors(PlatformConfig config) throws CommandFailedException {
        String servers = config.settings().get(Keys.KAFKA_BOOTSTRAP_SERVERS);
        Map<String, Object> properties = new HashMap<>(config.settings().get(Keys.KAFKA_CLIENT));
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        var registry = new TopicPartition(SensorRecord.TOPIC, 0);
        try (var admin = Admin.create(properties)) {
            return admin.listOffsets(Map.of(registry, OffsetSpec.latest()))
                            .partitionResult(registry)
                            .get()
                            .offset()
                    > 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new CommandFailedException("no answer from Kafka at " + servers + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }
}
