package org.airlog.gateway.upload;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A flat JSON object of texts and whole numbers, written in the order of the map. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** A {@link String} becomes a string, an {@link Integer} a number. */
    static String of(Map<String, ?> members) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(text)) {
            generator.writeStartObject();
            for (var member : members.entrySet()) {
                generator.writeFieldName(member.getKey());
                if (member.getValue() instanceof Integer number) {
                    generator.writeNumber(number);
                } else {
                    generator.writeString(member.getValue().toString());
                }
            }
            generator.writeEndObject();
        } catch (IOException cannotBeOfAString) {
            throw new UncheckedIOException(cannotBeOfAString);
        }
        return text.toString();
    }
}
