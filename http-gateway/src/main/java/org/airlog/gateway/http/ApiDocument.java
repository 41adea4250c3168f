package org.airlog.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A description of Airlog's interfaces for tools, as it is written and as JSON.
 *
 * <p>Tests run each example in it against the real system.
 *
 * @param yaml the text of the file
 * @param json the same in JSON
 */
record ApiDocument(String yaml, String json) {

    /** HTTP, in OpenAPI 3.1. */
    static final String OPENAPI = "openapi";

    /** MQTT and Kafka, in AsyncAPI 3.0. */
    static final String ASYNCAPI = "asyncapi";

    /** The one of this name; throws {@link IllegalStateException} where this program was packed without it. */
    static ApiDocument read(String name) {
        try (var file = ApiDocument.class.getResourceAsStream("/org/airlog/gateway/" + name + ".yaml")) {
            if (file == null) {
                throw new IllegalStateException(name + ".yaml is missing");
            }
            String yaml = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return new ApiDocument(yaml, new ObjectMapper().writeValueAsString(new YAMLMapper().readTree(yaml)));
        } catch (IOException e) {
            throw new UncheckedIOException(name + ".yaml cannot be read", e);
        }
    }
}
