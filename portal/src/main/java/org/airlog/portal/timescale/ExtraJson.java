package org.airlog.portal.timescale;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The column {@code extra}: a flat JSON object of numbers and texts. */
final class ExtraJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ExtraJson() {}

    /** Adds what {@code object} holds; values of other types, which a person put there, are passed over. */
    static void read(String object, Map<String, Double> numbers, Map<String, String> texts) {
        try (var json = JSON.createParser(object)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value.isNumeric()) {
                    numbers.putIfAbsent(name, json.getDoubleValue());
                } else if (value == JsonToken.VALUE_STRING) {
                    texts.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the database handed out broken JSON", e);
        }
    }
}
