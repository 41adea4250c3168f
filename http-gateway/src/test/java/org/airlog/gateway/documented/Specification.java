package org.airlog.gateway.documented;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A document as it lies in this module, with what its references and schemas mean. */
public final class Specification {

    private static final String REFERENCE = "$ref";

    private final JsonNode root;
    private final SchemaRegistry schemas;

    private Specification(String name, SpecificationVersion dialect) {
        root = json(text(name));
        schemas = SchemaRegistry.withDefaultDialect(dialect);
    }

    /** Whose schemas are of JSON Schema 2020-12. */
    public static Specification openapi() {
        return new Specification("openapi", SpecificationVersion.DRAFT_2020_12);
    }

    /** Whose schemas are of JSON Schema draft 7. */
    public static Specification asyncapi() {
        return new Specification("asyncapi", SpecificationVersion.DRAFT_7);
    }

    /** The whole document. */
    public JsonNode root() {
        return root;
    }

    /** What {@code node} refers to, or itself. */
    public JsonNode follow(JsonNode node) {
        JsonNode at = node;
        while (at.has(REFERENCE)) {
            String reference = at.get(REFERENCE).asText();
            at = root.at(reference.substring(1));
            if (!reference.startsWith("#/") || at.isMissingNode()) {
                throw new IllegalStateException("refers to nothing: " + reference);
            }
        }
        return at;
    }

    /** What the object {@code node} holds, by name, references followed. */
    public List<Member> members(JsonNode node) {
        var members = new ArrayList<Member>();
        follow(node).properties().forEach(entry -> members.add(new Member(entry.getKey(), follow(entry.getValue()))));
        return members;
    }

    /** What of {@code value} breaks {@code schema}; one line each. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        ObjectNode alone = schema.deepCopy();
        alone.set("components", root.get("components"));
        return schemas.getSchema(alone).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /** A member of an object of the document. */
    public record Member(String name, JsonNode value) {}

    /** The text of the document {@code name}. */
    public static String text(String name) {
        try (var file = Specification.class.getResourceAsStream("/org/airlog/gateway/" + name + ".yaml")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code yaml} as JSON. */
    public static JsonNode json(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
