package org.airlog.portal.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The description of the read API for tools, in OpenAPI 3.1, as it is written and as JSON. A test runs each example in it.
 *
 * @param yaml the text of the file
 * @param json the same in JSON
 */
record ApiDocument(String yaml, String json) {

    private static final String FILE = "/org/airlog/portal/portal-openapi.yaml";

    /** Throws {@link IllegalStateException} where this program was packed without it. */
    static ApiDocument read() {
        try (var file = ApiDocument.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            String yaml = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return new ApiDocument(yaml, new ObjectMapper().writeValueAsString(new YAMLMapper().readTree(yaml)));
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }
}
