package org.airlog.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects of operators (KEDA, Strimzi, CloudNativePG, the Prometheus operator, cert-manager), against JSON Schemas made from what npm
 * packages declare of them: see {@code schemas/README.md}. Unknown fields are errors; what an operator's webhook would say is not
 * known here.
 */
final class CustomSchemas {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private CustomSchemas() {}

    /** Whether there is a schema of this object. */
    static boolean know(JsonNode object) {
        try (InputStream schema = open(object)) {
            return schema != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the object: one line for each. */
    static List<String> faults(JsonNode object) {
        try (InputStream text = open(object)) {
            if (text == null) {
                throw new IllegalArgumentException("no schema of " + name(object));
            }
            Schema schema = REGISTRY.getSchema(Chart.YAML.readTree(text));
            return schema.validate(object).stream().map(Error::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable InputStream open(JsonNode object) {
        return CustomSchemas.class.getResourceAsStream(name(object));
    }

    private static String name(JsonNode object) {
        return "/schemas/" + object.path("apiVersion").asText().replace('/', '_') + "_"
                + object.path("kind").asText() + ".json";
    }
}
