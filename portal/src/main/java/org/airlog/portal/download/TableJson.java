package org.airlog.portal.download;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as an object of columns, {@code {"time":[43,23],"co2":[1223,2351]}}: what {@code POST /upload} takes. */
public final class TableJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private TableJson() {}

    /** The text. */
    public static String of(Table table) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            for (int i = 0; i < table.header().size(); i++) {
                json.writeArrayFieldStart(table.header().get(i));
                for (List<@Nullable Object> row : table.rows()) {
                    write(json, row.get(i));
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object cell) throws IOException {
        if (cell == null) {
            json.writeNull();
        } else if (cell instanceof String string) {
            json.writeString(string);
        } else {
            json.writeNumber(Table.text(cell));
        }
    }
}
