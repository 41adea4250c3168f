package org.airlog.portal.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.airlog.portal.quality.Limits;
import org.airlog.portal.quality.Pollutant;

/**
 * {@link NearbyAir} as the OpenSmog Client API has it, {@code {"distance":…,"timestamp":…,"assessment":…,"PM10":{"measured":…,
 * "norm":…}}}, and once more under {@code pollutants}, for whoever does not know the names in advance. What is not known is
 * null.
 */
public final class NearbyAirJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final double TENTHS = 10;
    private static final double THOUSANDTHS = 1_000;

    private NearbyAirJson() {}

    /** The text. */
    public static String of(NearbyAir air) {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            write(json, "distance", air.distance(), TENTHS);
            Optional<Long> timestamp = air.oldest().map(time -> time.getEpochSecond());
            if (timestamp.isPresent()) {
                json.writeNumberField("timestamp", timestamp.get());
            } else {
                json.writeNullField("timestamp");
            }
            write(json, "assessment", air.assessment(), THOUSANDTHS);
            writePollutants(json, air);
            json.writeObjectFieldStart("pollutants");
            writePollutants(json, air);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, OptionalDouble number, double parts) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, Math.round(number.getAsDouble() * parts) / parts);
        } else {
            json.writeNullField(name);
        }
    }

    private static void writePollutants(JsonGenerator json, NearbyAir air) throws IOException {
        for (Pollutant pollutant : Pollutant.values()) {
            Double measured = air.measured().get(pollutant);
            if (measured != null) {
                json.writeObjectFieldStart(pollutant.name());
                json.writeNumberField("measured", measured);
                json.writeNumberField("norm", Limits.norm(pollutant).value());
                json.writeEndObject();
            }
        }
    }
}
