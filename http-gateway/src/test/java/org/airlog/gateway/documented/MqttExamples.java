package org.airlog.gateway.documented;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.airlog.gateway.documented.Specification.Member;

/**
 * The examples of {@code asyncapi.yaml}, by its own rules: those of one name belong together, and the n-th example of a
 * topic's variable belongs to the n-th of its message, the last one to all further ones.
 */
public final class MqttExamples {

    private static final String[] ANSWERS = {"accepted", "refused"};

    private final Specification asyncapi;

    /** Reads from {@code asyncapi}. */
    public MqttExamples(Specification asyncapi) {
        this.asyncapi = asyncapi;
    }

    /** What devices publish, in the document's order. */
    public List<MqttExample> all() {
        var examples = new ArrayList<MqttExample>();
        for (Member operation : asyncapi.members(asyncapi.root().get("operations"))) {
            if (operation.value().get("action").asText().equals("receive")) {
                int n = 0;
                for (JsonNode message : operation.value().get("messages")) {
                    JsonNode followed = asyncapi.follow(message);
                    for (JsonNode example : followed.path("examples")) {
                        examples.add(example(operation.value(), followed, example, n++));
                    }
                }
            }
        }
        return examples;
    }

    /** Names of examples that belong to no publish. */
    public Set<String> orphans() {
        var names = new LinkedHashSet<String>();
        for (Member message : asyncapi.members(asyncapi.root().at("/components/messages"))) {
            message.value()
                    .path("examples")
                    .forEach(each -> names.add(each.get("name").asText()));
        }
        all().forEach(example -> names.remove(example.name()));
        return names;
    }

    /** The channels of {@code server}. */
    public List<Member> channels(String server) {
        return asyncapi.members(asyncapi.root().get("channels")).stream()
                .filter(channel -> channel.value().get("servers").valueStream().anyMatch(each -> each.get("$ref")
                        .asText()
                        .equals("#/servers/" + server)))
                .toList();
    }

    private MqttExample example(JsonNode operation, JsonNode message, JsonNode example, int n) {
        JsonNode channel = asyncapi.follow(operation.get("channel"));
        String reference = operation.get("channel").get("$ref").asText();
        String name = example.get("name").asText();
        var headers = new HashMap<String, String>();
        asyncapi.members(example.path("headers"))
                .forEach(header -> headers.put(header.name(), header.value().asText()));
        var faults = new ArrayList<>(asyncapi.faults(message.get("payload"), example.get("payload")));
        if (message.has("headers") && example.has("headers")) {
            faults.addAll(asyncapi.faults(message.get("headers"), example.get("headers")));
        }
        JsonNode payload = example.get("payload");
        Optional<JsonNode> answer = Optional.empty();
        boolean isAccepted = false;
        for (String kind : ANSWERS) {
            Optional<JsonNode> found = named(kind, name);
            if (found.isPresent()) {
                answer = Optional.of(found.get().get("headers"));
                isAccepted = kind.equals("accepted");
            }
        }
        Optional<JsonNode> reply = payload("secret", name).or(() -> payload("registryAnswer", name));
        return new MqttExample(
                reference.substring(reference.lastIndexOf('/') + 1),
                name,
                channel.at("/servers/0/$ref").asText().endsWith("mqtt5"),
                operation.has("security"),
                operation.at("/bindings/mqtt/qos").asInt(),
                topic(channel, n),
                message.get("contentType").asText(),
                headers,
                payload.isTextual() ? payload.asText() : payload.toString(),
                faults,
                answer,
                isAccepted || reply.isPresent(),
                reply,
                payload("refusal", name),
                payload("delivered", name),
                named("observation", name));
    }

    private String topic(JsonNode channel, int n) {
        String topic = channel.get("address").asText();
        for (Member parameter : asyncapi.members(channel.path("parameters"))) {
            JsonNode examples = parameter.value().get("examples");
            String value = examples.get(Math.min(n, examples.size() - 1)).asText();
            topic = topic.replace("{" + parameter.name() + "}", value);
        }
        return topic;
    }

    private Optional<JsonNode> payload(String message, String name) {
        return named(message, name).map(example -> example.get("payload"));
    }

    private Optional<JsonNode> named(String message, String name) {
        return asyncapi.root()
                .at("/components/messages/" + message + "/examples")
                .valueStream()
                .filter(example -> example.get("name").asText().equals(name))
                .findFirst();
    }

    /** The schema of {@code message}'s payload or headers. */
    public JsonNode schema(String message, String part) {
        return asyncapi.root().at("/components/messages/" + message + "/" + part);
    }
}
