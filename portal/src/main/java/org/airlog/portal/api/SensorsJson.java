package org.airlog.portal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.airlog.observation.Payload;

/** Sensors as GeoJSON (RFC 7946), and what they can measure. */
public final class SensorsJson {

    private SensorsJson() {}

    /** A FeatureCollection; where there are more sensors than {@code limit}, without them and with a cursor. */
    public static Payload page(List<PublicSensor> sensors, int limit) {
        List<PublicSensor> shown = sensors.size() > limit ? sensors.subList(0, limit) : sensors;
        return Json.of(json -> {
            json.writeStartObject();
            json.writeStringField("type", "FeatureCollection");
            json.writeArrayFieldStart("features");
            for (PublicSensor sensor : shown) {
                feature(json, sensor, false);
            }
            json.writeEndArray();
            if (shown.size() < sensors.size()) {
                json.writeStringField(
                        "next",
                        SensorQuery.cursorAfter(shown.get(shown.size() - 1).publicId()));
            } else {
                json.writeNullField("next");
            }
            json.writeEndObject();
        });
    }

    /** One Feature, with the units of its readings. */
    public static Payload feature(PublicSensor sensor) {
        return Json.of(json -> feature(json, sensor, true));
    }

    /** All types that have a column. */
    public static Payload readingTypes(List<ReadingKind> kinds) {
        return Json.of(json -> {
            json.writeStartArray();
            for (ReadingKind kind : kinds) {
                json.writeStartObject();
                json.writeStringField("name", kind.name());
                json.writeStringField("unit", kind.unit());
                json.writeStringField("description", kind.description());
                json.writeBooleanField("standard", kind.isStandard());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void feature(JsonGenerator json, PublicSensor sensor, boolean hasTypes) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeStringField("id", sensor.publicId());
        json.writeFieldName("geometry");
        geometry(json, sensor.place());
        json.writeObjectFieldStart("properties");
        json.writeStringField("trust", sensor.trust());
        json.writeStringField("manufacturer", sensor.manufacturer());
        json.writeStringField("model", sensor.model());
        json.writeStringField("firstSeen", sensor.firstSeen().toString());
        Optional<Instant> lastSeen = sensor.lastSeen();
        if (lastSeen.isPresent()) {
            json.writeStringField("lastSeen", lastSeen.get().toString());
        } else {
            json.writeNullField("lastSeen");
        }
        json.writeObjectFieldStart("latest");
        for (LatestReading reading : sensor.latest()) {
            json.writeObjectFieldStart(reading.kind().name());
            Json.number(json, "value", reading.value());
            json.writeStringField("time", reading.time().toString());
            json.writeNumberField("clock", reading.clock());
            json.writeEndObject();
        }
        json.writeEndObject();
        if (hasTypes) {
            types(json, sensor.kinds());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void geometry(JsonGenerator json, Optional<PublicSensor.Place> place) throws IOException {
        if (place.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("type", "Point");
        json.writeArrayFieldStart("coordinates");
        json.writeNumber(Json.number(place.get().longitude()));
        json.writeNumber(Json.number(place.get().latitude()));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void types(JsonGenerator json, List<ReadingKind> kinds) throws IOException {
        json.writeObjectFieldStart("readingTypes");
        for (ReadingKind kind : kinds) {
            json.writeObjectFieldStart(kind.name());
            json.writeStringField("unit", kind.unit());
            json.writeStringField("description", kind.description());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
