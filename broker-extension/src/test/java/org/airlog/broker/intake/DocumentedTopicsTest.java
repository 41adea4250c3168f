package org.airlog.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.airlog.observation.Source;
import org.junit.jupiter.api.Test;

/** {@code asyncapi.yaml} has each kind of topic that the door knows, and no other. */
class DocumentedTopicsTest {

    private static final Path DOCUMENT = Path.of("../http-gateway/src/main/resources/org/airlog/gateway/asyncapi.yaml");

    @Test
    void namesEachKindOfTopicAndNoOther() throws IOException {
        Set<Class<?>> known =
                new HashSet<>(Arrays.asList(Objects.requireNonNull(PublishTopic.class.getPermittedSubclasses())));
        known.remove(PublishTopic.Unknown.class);

        assertThat(documented().map(Object::getClass).collect(Collectors.toSet()))
                .isEqualTo(known);
    }

    @Test
    void namesEachDialect() throws IOException {
        var dialects = documented()
                .filter(PublishTopic.Dialect.class::isInstance)
                .map(topic -> ((PublishTopic.Dialect) topic).dialect());

        assertThat(dialects)
                .containsExactlyInAnyOrderElementsOf(Stream.of(Source.values())
                        .filter(source -> source != Source.OPENSMOG && source != Source.UPLOAD)
                        .toList());
    }

    /** What the last example of each channel that devices publish to is to the door. */
    private static Stream<PublishTopic> documented() throws IOException {
        JsonNode document = new YAMLMapper().readTree(DOCUMENT.toFile());
        return document.get("operations")
                .valueStream()
                .filter(operation -> operation.get("action").asText().equals("receive"))
                .map(operation -> operation.get("channel").get("$ref").asText())
                .map(reference -> document.at(reference.substring(1)))
                .map(DocumentedTopicsTest::topic)
                .map(PublishTopic::parse);
    }

    private static String topic(JsonNode channel) {
        String topic = channel.get("address").asText();
        for (var parameter : channel.path("parameters").properties()) {
            List<JsonNode> examples =
                    parameter.getValue().get("examples").valueStream().toList();
            topic = topic.replace(
                    "{" + parameter.getKey() + "}",
                    examples.get(examples.size() - 1).asText());
        }
        return topic;
    }
}
