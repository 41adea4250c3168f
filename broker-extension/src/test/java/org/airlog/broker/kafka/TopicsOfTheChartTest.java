package org.airlog.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.airlog.observation.codec.PayloadLimits;
import org.junit.jupiter.api.Test;

/** The topics that the Helm chart's example makes by Strimzi are those that the broker would make. */
class TopicsOfTheChartTest {

    private static final Path EXAMPLE = Path.of("../deploy/helm/airlog/examples/strimzi-topics.yaml");

    @Test
    void areThoseThatTheBrokerWouldMakeOnThreeNodes() throws IOException {
        Map<String, String> made = Topics.wanted(12, (short) 3, Topics.maxRecordBytes(PayloadLimits.DEFAULTS)).stream()
                .collect(Collectors.toMap(
                        topic -> topic.name(),
                        topic -> topic.numPartitions() + " " + topic.replicationFactor() + " "
                                + new TreeMap<>(topic.configs())));

        assertThat(example()).isEqualTo(made);
    }

    private static Map<String, String> example() throws IOException {
        var topics = new TreeMap<String, String>();
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(EXAMPLE.toFile())) {
            while (documents.hasNext()) {
                JsonNode topic = documents.next();
                JsonNode spec = topic.path("spec");
                var settings = new TreeMap<String, String>();
                spec.path("config")
                        .propertyStream()
                        .forEach(setting -> settings.put(
                                setting.getKey(), setting.getValue().asText()));
                topics.put(
                        topic.path("metadata").path("name").asText(),
                        spec.path("partitions") + " " + spec.path("replicas") + " " + settings);
            }
        }
        return topics;
    }
}
