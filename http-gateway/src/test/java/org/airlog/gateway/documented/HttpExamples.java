package org.airlog.gateway.documented;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.airlog.gateway.documented.Specification.Member;
import org.airlog.gateway.upload.Property;

/**
 * The examples of {@code openapi.yaml}, by its own rule: those of one name are a request and its answer.
 *
 * <p>A parameter without an example of that name has the first one of its schema, else it is not sent. What has no counterpart
 * is an error of the document.
 */
public final class HttpExamples {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");

    private final Specification openapi;

    /** Reads from {@code openapi}. */
    public HttpExamples(Specification openapi) {
        this.openapi = openapi;
    }

    /** All of them, in the document's order; throws {@link IllegalStateException} where one has no counterpart. */
    public List<HttpExample> all() {
        return operations().stream().flatMap(this::examples).toList();
    }

    /** Every operation of the document. */
    public List<Operation> operations() {
        var operations = new ArrayList<Operation>();
        for (Member path : openapi.members(openapi.root().get("paths"))) {
            for (Member member : openapi.members(path.value())) {
                if (METHODS.contains(member.name())) {
                    var parameters = Stream.of(path.value(), member.value())
                            .flatMap(owner -> list(owner.path("parameters")))
                            .toList();
                    operations.add(new Operation(member.name(), path.name(), member.value(), parameters));
                }
            }
        }
        return operations;
    }

    /**
     * An operation.
     *
     * @param method lower case
     * @param path with its variables
     * @param parameters of the operation and of its path
     */
    public record Operation(String method, String path, JsonNode node, List<JsonNode> parameters) {

        /** The {@code operationId}. */
        public String id() {
            return node.get("operationId").asText();
        }

        /** {@code POST /upload}. */
        public String line() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    private Stream<HttpExample> examples(Operation operation) {
        Map<String, Answer> answers = answers(operation);
        Set<String> requests = requestNames(operation);
        if (!requests.isEmpty() && !requests.equals(answers.keySet())) {
            throw new IllegalStateException(operation.id() + " asks " + requests + " and answers " + answers.keySet());
        }
        return answers.entrySet().stream().map(answer -> example(operation, answer.getKey(), answer.getValue()));
    }

    private HttpExample example(Operation operation, String name, Answer answer) {
        String target = operation.path();
        var query = new ArrayList<String>();
        var headers = new ArrayList<Property>();
        var faults = new ArrayList<String>();
        for (JsonNode parameter : operation.parameters()) {
            Optional<JsonNode> given = value(parameter, name);
            if (given.isEmpty()) {
                continue;
            }
            faults.addAll(openapi.faults(parameter.get("schema"), given.get()));
            String value = given.get().asText();
            String parameterName = parameter.get("name").asText();
            switch (parameter.get("in").asText()) {
                case "path" -> target = target.replace("{" + parameterName + "}", encoded(value));
                case "query" -> query.add(parameterName + "=" + encoded(value));
                default -> headers.add(new Property(parameterName, value));
            }
        }
        Optional<String> body = Optional.empty();
        for (Member type : content(openapi.follow(operation.node().path("requestBody")))) {
            JsonNode example = type.value().path("examples").path(name).path("value");
            if (!example.isMissingNode()) {
                headers.add(new Property("Content-Type", type.name()));
                faults.addAll(openapi.faults(type.value().get("schema"), example));
                body = Optional.of(type.name().endsWith("json") ? example.toString() : example.asText());
            }
        }
        return new HttpExample(
                operation.id(),
                name,
                operation.method().toUpperCase(Locale.ROOT),
                target + (query.isEmpty() ? "" : "?" + String.join("&", query)),
                headers,
                body,
                faults,
                answer.status,
                answer.node,
                answer.type,
                answer.value,
                answer.headers);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Optional<JsonNode> value(JsonNode parameter, String name) {
        JsonNode own = parameter.path("examples").path(name).path("value");
        return Stream.of(own, parameter.at("/schema/examples/0"))
                .filter(node -> !node.isMissingNode())
                .findFirst();
    }

    private Set<String> requestNames(Operation operation) {
        var names = new LinkedHashSet<String>();
        for (Member type : content(openapi.follow(operation.node().path("requestBody")))) {
            for (Member example : openapi.members(type.value().path("examples"))) {
                if (!names.add(example.name())) {
                    throw new IllegalStateException(operation.id() + " has two bodies of the name " + example.name());
                }
            }
        }
        operation.parameters().stream()
                .flatMap(parameter -> openapi.members(parameter.path("examples")).stream())
                .forEach(example -> names.add(example.name()));
        return names;
    }

    private Map<String, Answer> answers(Operation operation) {
        var answers = new LinkedHashMap<String, Answer>();
        for (Member response : openapi.members(operation.node().get("responses"))) {
            var names = new LinkedHashSet<String>();
            List<Member> headers = openapi.members(response.value().path("headers"));
            List<Member> types = content(response.value());
            Stream.of(headers, types)
                    .flatMap(Collection::stream)
                    .flatMap(owner -> openapi.members(owner.value().path("examples")).stream())
                    .forEach(example -> names.add(example.name()));
            for (String name : names) {
                var answer = new Answer(Integer.parseInt(response.name()), response.value());
                for (Member type : types) {
                    JsonNode value = type.value().path("examples").path(name).path("value");
                    if (!value.isMissingNode()) {
                        answer.type = Optional.of(type.name());
                        answer.value = Optional.of(value);
                    }
                }
                for (Member header : headers) {
                    JsonNode value = header.value().path("examples").path(name).path("value");
                    if (!value.isMissingNode()) {
                        answer.headers.put(header.name(), value.asText());
                    }
                }
                if (answers.put(name, answer) != null) {
                    throw new IllegalStateException(operation.id() + " answers " + name + " in two ways");
                }
            }
        }
        return answers;
    }

    private List<Member> content(JsonNode bodyOrResponse) {
        return openapi.members(bodyOrResponse.path("content"));
    }

    private Stream<JsonNode> list(JsonNode array) {
        return array.valueStream().map(openapi::follow);
    }

    /** What is promised to one example. */
    private static final class Answer {
        private final int status;
        private final JsonNode node;
        private final Map<String, String> headers = new HashMap<>();
        private Optional<String> type = Optional.empty();
        private Optional<JsonNode> value = Optional.empty();

        Answer(int status, JsonNode node) {
            this.status = status;
            this.node = node;
        }
    }
}
