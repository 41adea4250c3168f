package org.airlog.gateway.documented;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.gateway.upload.Property;

/**
 * A request of {@code openapi.yaml} and the answer that it promises.
 *
 * @param operation its name in the document
 * @param target path and query
 * @param body empty where the operation takes none
 * @param requestFaults what in the request breaks its own schemas
 * @param answer the response object that holds the example
 * @param answerType its content type; empty where no body is promised
 * @param answerValue the body as the document has it
 * @param answerHeaders the headers that the example names, with their values
 */
public record HttpExample(
        String operation,
        String name,
        String method,
        String target,
        List<Property> headers,
        Optional<String> body,
        List<String> requestFaults,
        int status,
        JsonNode answer,
        Optional<String> answerType,
        Optional<JsonNode> answerValue,
        Map<String, String> answerHeaders) {

    @Override
    public String toString() {
        return operation + " " + name + " → " + status;
    }
}
