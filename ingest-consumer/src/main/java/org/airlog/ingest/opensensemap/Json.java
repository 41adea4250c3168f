package org.airlog.ingest.opensensemap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** JSON to and from the openSenseMap. */
final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** Maps, lists, texts, numbers and booleans as JSON. */
    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a value in memory cannot be written", e);
        }
    }

    /** The body of an answer that must be JSON. The parser's complaint would quote it, so it is not told. */
    static JsonNode read(String request, Answer answer) throws ApiException {
        try {
            return MAPPER.readTree(answer.body().bytes());
        } catch (IOException e) {
            throw ApiException.riddle(request);
        }
    }

    /** The first of {@code names} that {@code node} has with a text or a number that is not empty; else null. */
    static @Nullable String text(JsonNode node, String... names) {
        for (String name : names) {
            JsonNode member = node.path(name);
            if (member.isValueNode() && !member.isNull() && !member.asText().isEmpty()) {
                return member.asText();
            }
        }
        return null;
    }
}
