package org.airlog.portal.quality;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** The indices and the limits as JSON, for pages and programs that colour readings or draw lines. */
public final class AirQualityJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private AirQualityJson() {}

    /** {@code {"indices":[…],"limits":[…]}}, always the same. */
    public static String text() {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("indices");
            for (AirQualityIndex index : List.of(EuropeanIndex.INDEX, UsIndex.INDEX)) {
                write(json, index);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("limits");
            for (Limit limit : Limits.ALL) {
                write(json, limit);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, AirQualityIndex index) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", index.id());
        json.writeStringField("name", index.name());
        json.writeStringField("edition", index.edition());
        json.writeStringField("source", index.source());
        json.writeArrayFieldStart("bands");
        for (Band band : index.bands()) {
            json.writeStartObject();
            json.writeStringField("name", band.name());
            json.writeStringField("colour", band.colour());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("pollutants");
        for (Pollutant pollutant : Pollutant.values()) {
            Scale scale = index.scales().get(pollutant);
            if (scale != null) {
                json.writeFieldName(pollutant.name());
                write(json, pollutant, scale);
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Pollutant pollutant, Scale scale) throws IOException {
        json.writeStartObject();
        json.writeStringField("unit", pollutant.unit());
        json.writeStringField("averaging", scale.averaging());
        json.writeArrayFieldStart("upper");
        for (double edge : scale.upper()) {
            json.writeNumber(edge);
        }
        json.writeEndArray();
        json.writeBooleanField("upperIncluded", scale.belongsBelow());
        json.writeStringField("publishedUnit", scale.publishedUnit());
        json.writeArrayFieldStart("published");
        for (String range : scale.published()) {
            json.writeString(range);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Limit limit) throws IOException {
        json.writeStartObject();
        json.writeStringField("pollutant", limit.pollutant().name());
        json.writeNumberField("value", limit.value());
        json.writeStringField("unit", limit.pollutant().unit());
        json.writeStringField("averaging", limit.averaging());
        json.writeStringField("allowance", limit.allowance());
        json.writeStringField("authority", limit.instrument().authority());
        json.writeStringField("instrument", limit.instrument().title());
        json.writeStringField("source", limit.instrument().source());
        json.writeEndObject();
    }
}
