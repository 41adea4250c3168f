package org.airlog.ingest.timescale;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.airlog.ingest.batch.Row;
import org.jspecify.annotations.Nullable;

/** The column {@code extra}: a flat JSON object of numbers and texts. */
final class ExtraJson {

    private static final JsonFactory JSON = new JsonFactory();

    private ExtraJson() {}

    /** The object's text; null where there is nothing to say. */
    static @Nullable String write(Row row) {
        if (!row.hasExtra()) {
            return null;
        }
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, Double> number : row.uncolumned().entrySet()) {
                json.writeNumberField(number.getKey(), number.getValue());
            }
            for (Map.Entry<String, String> entry : row.text().entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return text.toString();
    }

    /** Reads what {@link #write} wrote; values of other types, which a person put there, are passed over. */
    static void read(@Nullable String object, Map<String, Double> numbers, Map<String, String> texts) {
        if (object == null) {
            return;
        }
        try (var json = JSON.createParser(object)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value.isNumeric()) {
                    numbers.put(name, json.getDoubleValue());
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
