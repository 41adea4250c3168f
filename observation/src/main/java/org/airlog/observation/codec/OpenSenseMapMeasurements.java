package org.airlog.observation.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one openSenseMap payload on their way to observations: every format of it fills one of these.
 *
 * <p>Measurements of one time are one observation, and so are those without a time; a sensor that comes twice among them
 * begins another. What a sensor measures says the configuration; sensors that it does not name are kept as text under
 * their id. A value that is no number is absent. One thread at a time.
 */
final class OpenSenseMapMeasurements {

    private final PayloadLimits limits;
    private final Map<String, String> readingBySensor;
    private final List<Group> groups = new ArrayList<>();
    private final Map<@Nullable Instant, Group> latest = new HashMap<>();

    /** {@code readingBySensor} maps sensor ids in lower case to reading names. */
    OpenSenseMapMeasurements(Map<String, String> readingBySensor, PayloadLimits limits) {
        this.readingBySensor = readingBySensor;
        this.limits = limits;
    }

    /** One value of one sensor. */
    void add(String sensor, Cell value, @Nullable Instant time, Map<PositionPart, Double> position) throws Refusal {
        if (sensor.isBlank()) {
            throw new Refusal(Reason.MALFORMED, "a measurement names no sensor");
        }
        String id = ReadingNames.canonical(sensor.strip(), limits).toLowerCase(Locale.ROOT);
        Group group = latest.get(time);
        if (group == null || group.sensors.contains(id)) {
            group = new Group(time, new DeviceReadings(limits));
            groups.add(group);
            limits.checkObservations(groups.size());
            latest.put(time, group);
        }
        group.sensors.add(id);
        group.readings.locate(position);
        String reading = readingBySensor.get(id);
        if (reading == null) {
            group.readings.keep(id, value);
        } else if (value instanceof Cell.Numeric numeric) {
            group.readings.measure(reading, id, numeric.value());
        }
    }

    /** At least one. */
    List<ReportedObservation> observations() throws Refusal {
        var observations = new ArrayList<ReportedObservation>();
        for (Group group : groups) {
            if (!group.readings.isEmpty()) {
                observations.add(group.readings.observation(group.time));
            }
        }
        if (observations.isEmpty()) {
            throw new Refusal(Reason.MALFORMED, "the payload holds no measurement");
        }
        return observations;
    }

    /** When it was measured: ISO 8601, or Unix time; null where the device said nothing. */
    static @Nullable Instant time(Cell cell) throws Refusal {
        if (cell instanceof Cell.Numeric numeric) {
            return UnixTime.ofNumber(numeric.value(), "createdAt");
        }
        return cell instanceof Cell.Text text ? UnixTime.ofText(text.value().strip(), "createdAt") : null;
    }

    /** Longitude, latitude and perhaps a height, in this order. */
    static Map<PositionPart, Double> position(List<Cell> cells) {
        var order = List.of(PositionPart.LONGITUDE, PositionPart.LATITUDE, PositionPart.ELEVATION);
        var position = new EnumMap<PositionPart, Double>(PositionPart.class);
        for (int i = 0; i < Math.min(cells.size(), order.size()); i++) {
            if (cells.get(i) instanceof Cell.Numeric numeric) {
                position.put(order.get(i), numeric.value());
            }
        }
        return position;
    }

    /** What becomes one observation. */
    private static final class Group {

        private final @Nullable Instant time;
        private final DeviceReadings readings;
        private final Set<String> sensors = new HashSet<>();

        private Group(@Nullable Instant time, DeviceReadings readings) {
            this.time = time;
            this.readings = readings;
        }
    }
}
