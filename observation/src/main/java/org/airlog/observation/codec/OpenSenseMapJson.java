package org.airlog.observation.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.jspecify.annotations.Nullable;

/**
 * Measurements for the openSenseMap as JSON: an array of {@code {"sensor":id,"value":"12.3","createdAt":…,"location":…}},
 * or an object of {@code "<sensor id>": value} or {@code "<sensor id>": [value, createdAt, [lng, lat, height]]}.
 *
 * <p>A location is an array in that order, or an object. What becomes of them: {@link OpenSenseMapMeasurements}. Source:
 * the API of the openSenseMap. Thread-safe.
 */
public final class OpenSenseMapJson {

    private static final Map<PositionPart, Double> NOWHERE = Map.of();

    private final PayloadReader reader;
    private final OpenSenseMapMeasurements measurements;

    private OpenSenseMapJson(PayloadReader reader, OpenSenseMapMeasurements measurements) {
        this.reader = reader;
        this.measurements = measurements;
    }

    /**
     * The observations in {@code payload}, at least one.
     *
     * @param readingBySensor what each sensor measures, by its id in lower case
     * @throws Refusal {@code too-large} past a limit of bytes, observations or readings, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(
            Payload payload, PayloadLimits limits, Map<String, String> readingBySensor) throws Refusal {
        try (var json = JsonPayload.open(payload, limits, false)) {
            var measurements = new OpenSenseMapMeasurements(readingBySensor, limits);
            new OpenSenseMapJson(json, measurements).read();
            json.end();
            return measurements.observations();
        }
    }

    private void read() throws Refusal {
        if (reader.next() == PayloadReader.Kind.ARRAY) {
            reader.openArray("the payload");
            while (reader.hasElement()) {
                element();
            }
        } else {
            reader.openMap("the payload");
            for (String sensor = reader.nextName(); sensor != null; sensor = reader.nextName()) {
                member(sensor);
            }
        }
    }

    private void element() throws Refusal {
        String sensor = "";
        Cell value = Cell.ABSENT;
        Instant time = null;
        Map<PositionPart, Double> position = NOWHERE;
        reader.openMap("a measurement");
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            switch (name) {
                case "sensor" -> sensor = reader.text("sensor");
                case "value" -> value = Cell.next(reader);
                case "createdAt" -> time = OpenSenseMapMeasurements.time(Cell.next(reader));
                case "location" -> position = position();
                default -> reader.skip();
            }
        }
        measurements.add(sensor, value, time, position);
    }

    private void member(String sensor) throws Refusal {
        if (reader.next() != PayloadReader.Kind.ARRAY) {
            measurements.add(sensor, Cell.next(reader), null, NOWHERE);
            return;
        }
        Cell value = Cell.ABSENT;
        @Nullable Instant time = null;
        Map<PositionPart, Double> position = NOWHERE;
        reader.openArray("a measurement");
        for (int i = 0; reader.hasElement(); i++) {
            switch (i) {
                case 0 -> value = Cell.next(reader);
                case 1 -> time = OpenSenseMapMeasurements.time(Cell.next(reader));
                case 2 -> position = position();
                default -> throw new Refusal(Reason.MALFORMED, "a measurement is [value, createdAt, location]");
            }
        }
        measurements.add(sensor, value, time, position);
    }

    private Map<PositionPart, Double> position() throws Refusal {
        return switch (reader.next()) {
            case ARRAY -> {
                var cells = new ArrayList<Cell>();
                reader.openArray("location");
                while (reader.hasElement()) {
                    Cell cell = Cell.next(reader);
                    if (cells.size() < PositionPart.values().length) {
                        cells.add(cell);
                    }
                }
                yield OpenSenseMapMeasurements.position(cells);
            }
            case MAP -> {
                var position = new EnumMap<PositionPart, Double>(PositionPart.class);
                reader.openMap("location");
                for (String name = reader.nextName(); name != null; name = reader.nextName()) {
                    Cell cell = Cell.next(reader);
                    if (cell instanceof Cell.Numeric numeric) {
                        PositionPart.of(name).ifPresent(part -> position.put(part, numeric.value()));
                    }
                }
                yield position;
            }
            default -> {
                reader.skip();
                yield NOWHERE;
            }
        };
    }
}
