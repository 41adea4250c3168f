package org.airlog.management;

import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Set;

/**
 * What is shown of what Kafka's clients count by themselves: whether the group is at rest, how long a fetch takes. A client has
 * hundreds of figures, many of them by node, topic and partition; all others are left out, in every process.
 */
final class KafkaFigures {

    private static final String PREFIX = "kafka.";

    private static final Set<String> SHOWN = Set.of(
            "kafka.consumer.coordinator.rebalance.total",
            "kafka.consumer.coordinator.failed.rebalance.total",
            "kafka.consumer.fetch.manager.fetch.latency.avg",
            "kafka.consumer.connection.count");

    private KafkaFigures() {}

    static MeterFilter filter() {
        return MeterFilter.deny(id -> id.getName().startsWith(PREFIX) && !SHOWN.contains(id.getName()));
    }
}
