package org.airlog.observation.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/**
 * OpenSmog readings as JSON: {@code [{"timestamp":1485778030,"readings":{"PM2_5":201.1}}]}.
 *
 * <p>Strict UTF-8 without a byte order mark, each name once in an object, nothing behind the array. Rules of the shape:
 * {@link Readings}. Thread-safe.
 */
public final class ReadingsJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final long MICROS_PER_SECOND = 1_000_000;

    private ReadingsJson() {}

    /**
     * The observations in {@code payload}, at least one.
     *
     * @throws Refusal {@code too-large} past a limit of bytes, observations or readings, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        try (var json = JsonPayload.open(payload, limits, true)) {
            return Readings.read(json, limits);
        }
    }

    /**
     * The payload of {@code observations}; a fraction of a second is written where there is one.
     *
     * @throws IllegalArgumentException for what this format cannot say: text, a position, a time past the year 5138
     */
    public static Payload encode(List<ReportedObservation> observations) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartArray();
            for (ReportedObservation observation : observations) {
                write(json, observation);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return Payload.of(bytes.toByteArray());
    }

    private static void write(JsonGenerator json, ReportedObservation observation) throws IOException {
        Readings.checkWritable(observation);
        json.writeStartObject();
        Instant time = observation.time();
        if (time != null) {
            json.writeFieldName("timestamp");
            writeSeconds(json, WireFormat.micros(time));
        }
        json.writeObjectFieldStart("readings");
        for (Map.Entry<String, Double> reading : observation.readings().entrySet()) {
            json.writeNumberField(reading.getKey(), reading.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** With as many digits behind the point as it takes. */
    private static void writeSeconds(JsonGenerator json, long micros) throws IOException {
        long fraction = Math.abs(micros % MICROS_PER_SECOND);
        if (fraction == 0) {
            json.writeNumber(micros / MICROS_PER_SECOND);
            return;
        }
        var seconds = new StringBuilder(20);
        if (micros < 0) {
            seconds.append('-');
        }
        seconds.append(Math.abs(micros / MICROS_PER_SECOND)).append('.');
        for (long unit = MICROS_PER_SECOND / 10; fraction > 0; unit /= 10) {
            seconds.append((char) ('0' + fraction / unit));
            fraction %= unit;
        }
        json.writeNumber(seconds.toString());
    }
}
