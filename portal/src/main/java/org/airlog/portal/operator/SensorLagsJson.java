package org.airlog.portal.operator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.airlog.observation.Payload;

/** {@code {"sensors":[…],"next":…}}: {@code next} is null on the last page, and so is what is not known of a sensor. */
public final class SensorLagsJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private SensorLagsJson() {}

    /** The first {@code limit} of {@code sensors}; one more says that there is a next page. */
    public static Payload page(List<SensorLag> sensors, int limit) {
        var bytes = new ByteArrayOutputStream();
        List<SensorLag> shown = sensors.subList(0, Math.min(limit, sensors.size()));
        try (var json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("sensors");
            for (SensorLag sensor : shown) {
                write(json, sensor);
            }
            json.writeEndArray();
            if (sensors.size() > limit) {
                json.writeStringField(
                        "next", SensorLagQuery.Place.of(shown.get(limit - 1)).text());
            } else {
                json.writeNullField("next");
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return Payload.of(bytes.toByteArray());
    }

    private static void write(JsonGenerator json, SensorLag sensor) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", sensor.id());
        json.writeStringField("suid", sensor.suid());
        json.writeStringField("trust", sensor.trust());
        json.writeStringField("manufacturer", sensor.manufacturer());
        json.writeStringField("model", sensor.model());
        write(json, "registeredAt", sensor.registeredAt());
        write(json, "retiredAt", sensor.retiredAt());
        json.writeStringField("firstSeen", sensor.firstSeen().toString());
        write(json, "lastSeen", sensor.lastSeen());
        write(json, "silentSeconds", sensor.silentSeconds());
        write(json, "delaySeconds", sensor.delaySeconds());
        json.writeNumberField("readings24h", sensor.readings24h());
        json.writeBooleanField("hasPosition", sensor.hasPosition());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Optional<Instant> time) throws IOException {
        json.writeStringField(name, time.map(Instant::toString).orElse(null));
    }

    private static void write(JsonGenerator json, String name, OptionalLong seconds) throws IOException {
        json.writeFieldName(name);
        if (seconds.isPresent()) {
            json.writeNumber(seconds.getAsLong());
        } else {
            json.writeNull();
        }
    }
}
