package org.airlog.observation.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/**
 * What AirGradient monitors publish: one flat JSON object of measurements, without a time.
 *
 * <p>Where a measurement comes compensated as well, that is the reading and the raw one keeps its own name ({@code atmp}).
 * Members that are no measurements are kept as text but for the serial number, which the topic tells; what holds members
 * of its own, such as {@code channels} of monitors with two sensors, is passed over. Source: airgradienthq/arduino, local
 * server API of firmware 3. Thread-safe.
 */
public final class AirGradientJson {

    private static final String SERIAL_NUMBER = "serialno";

    /** Compensated first: the first of a type keeps its name. */
    private static final Map<String, String> READINGS = readings();

    private AirGradientJson() {}

    /**
     * The one observation in {@code payload}.
     *
     * @throws Refusal {@code too-large} past a limit of bytes or members, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        var readings = new DeviceReadings(limits);
        try (var json = JsonPayload.open(payload, limits, false)) {
            Map<String, Double> measured = read(json, readings);
            json.end();
            for (Map.Entry<String, String> known : READINGS.entrySet()) {
                Double value = measured.get(known.getKey());
                if (value != null) {
                    readings.measure(known.getValue(), known.getKey(), value);
                }
            }
        }
        if (readings.isEmpty()) {
            throw new Refusal(Reason.MALFORMED, "the payload holds no measurement");
        }
        return List.of(readings.observation(null));
    }

    /** What is measured, by lower-case name; the rest goes to {@code readings} at once. */
    private static Map<String, Double> read(PayloadReader reader, DeviceReadings readings) throws Refusal {
        var measured = new LinkedHashMap<String, Double>();
        reader.openMap("the payload");
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            String own = readings.ownName(name);
            Cell value = Cell.next(reader);
            if (READINGS.containsKey(own)) {
                if (value instanceof Cell.Numeric numeric) {
                    measured.put(own, numeric.value());
                }
            } else if (!own.equals(SERIAL_NUMBER)) {
                readings.keep(own, value);
            }
        }
        return measured;
    }

    private static Map<String, String> readings() {
        var readings = new LinkedHashMap<String, String>();
        readings.put("pm02compensated", "PM2_5");
        readings.put("atmpcompensated", "TEMP");
        readings.put("rhumcompensated", "HUM");
        readings.put("pm01", "pm1");
        readings.put("pm02", "PM2_5");
        readings.put("pm10", "PM10");
        readings.put("atmp", "TEMP");
        readings.put("rhum", "HUM");
        readings.put("rco2", "co2");
        readings.put("tvocindex", "tvoc_index");
        readings.put("noxindex", "nox_index");
        readings.put("tvocraw", "tvoc_raw");
        readings.put("tvoc_raw", "tvoc_raw");
        readings.put("noxraw", "nox_raw");
        readings.put("nox_raw", "nox_raw");
        readings.put("pm01standard", "pm1_standard");
        readings.put("pm02standard", "pm2_5_standard");
        readings.put("pm10standard", "pm10_standard");
        readings.put("pm003count", "pm0_3_count");
        readings.put("pm005count", "pm0_5_count");
        readings.put("pm01count", "pm1_count");
        readings.put("pm02count", "pm2_5_count");
        readings.put("pm50count", "pm5_count");
        readings.put("pm10count", "pm10_count");
        return readings;
    }
}
