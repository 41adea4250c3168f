package org.airlog.portal.http;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A flat JSON object of texts, numbers and truths, written in the order of the map. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** A {@link String} becomes a string, an {@link Integer} or {@link Double} a number, a {@link Boolean} a truth. */
    static String of(Map<String, ?> members) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            for (var member : members.entrySet()) {
                json.writeFieldName(member.getKey());
                if (member.getValue() instanceof Integer number) {
                    json.writeNumber(number);
                } else if (member.getValue() instanceof Double number) {
                    json.writeNumber(number);
                } else if (member.getValue() instanceof Boolean truth) {
                    json.writeBoolean(truth);
                } else {
                    json.writeString(member.getValue().toString());
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return text.toString();
    }
}
