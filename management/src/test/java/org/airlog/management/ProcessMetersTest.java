package org.airlog.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessMetersTest {

    private final ProcessMeters meters = ProcessMeters.of("consumer");

    @AfterEach
    void closes() {
        meters.close();
    }

    @Test
    void leavesOutWhatKafkasClientsCountByNodeTopicAndPartition() {
        meters.registry()
                .counter("kafka.consumer.node.request.total", "node.id", "1")
                .increment();
        meters.registry().counter("kafka.consumer.coordinator.rebalance.total").increment();
        meters.registry().counter("airlog.x").increment();

        assertThat(meters.scrape())
                .contains("kafka_consumer_coordinator_rebalance_total 1.0", "airlog_x_total 1.0")
                .doesNotContain("kafka_consumer_node");
    }

    @Test
    void tellsTheVersionThatItWasBuiltAs() {
        assertThat(meters.scrape()).doesNotContain("${project.version}").contains("service=\"consumer\",version=\"");
    }
}
