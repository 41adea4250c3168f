package org.airlog.observation.codec;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What airRohr firmware sends to its "custom API" and to sensor.community:
 * {@code {"esp8266id":"1497234","software_version":"NRZ-2020-129","sensordatavalues":[{"value_type":"SDS_P1","value":"3.00"}]}}.
 *
 * <p>A value type is a quantity, behind the name of a sensor where a device may have several ({@code BME280_pressure}).
 * Pressure is sent in Pa, the rest in the catalogue's units. What is no known quantity of a known sensor, such as {@code
 * samples} or {@code signal}, is kept as text; {@code GPS_lat} and its like are the position. There is no time but in
 * gateways of sensor.community ({@code timestamp}, ISO 8601). The device id is the chip's as sensor.community writes it
 * ({@code esp8266-1497234}). Source: sensors-software of opendata-stuttgart, NRZ-2020-133. Thread-safe.
 */
public final class AirRohrJson {

    private static final String PRESSURE = "PRES";
    private static final double PASCALS_PER_HECTOPASCAL = 100;

    private static final Map<String, String> CHIPS =
            Map.of("esp8266id", "esp8266", "esp32id", "esp32", "raspiid", "raspi");

    private static final Map<String, String> QUANTITIES = Map.ofEntries(
            Map.entry("p0", "pm1"),
            Map.entry("p1", "PM10"),
            Map.entry("p2", "PM2_5"),
            Map.entry("p4", "pm4"),
            Map.entry("n05", "n05"),
            Map.entry("n1", "n1"),
            Map.entry("n25", "n25"),
            Map.entry("n4", "n4"),
            Map.entry("n10", "n10"),
            Map.entry("temperature", "TEMP"),
            Map.entry("humidity", "HUM"),
            Map.entry("pressure", PRESSURE),
            Map.entry("co2_ppm", "co2"),
            Map.entry("noise_laeq", "noise_laeq"),
            Map.entry("noise_la_min", "noise_la_min"),
            Map.entry("noise_la_max", "noise_la_max"));

    private static final Set<String> SENSORS = Set.of(
            "sds", "pms", "hpm", "npm", "ips", "sps30", "sen5x", "dht", "htu21d", "bmp", "bmp280", "bme280", "sht3x",
            "ds18b20", "scd30", "dnms");

    private final PayloadReader reader;
    private final DeviceReadings readings;
    private @Nullable String deviceId;
    private @Nullable Instant time;

    private AirRohrJson(PayloadReader reader, PayloadLimits limits) {
        this.reader = reader;
        this.readings = new DeviceReadings(limits);
    }

    /**
     * The one observation in {@code payload}, and whose it is.
     *
     * @throws Refusal {@code too-large} past a limit of bytes or values, {@code malformed} for the rest
     */
    public static DeviceReport decode(Payload payload, PayloadLimits limits) throws Refusal {
        try (var json = JsonPayload.open(payload, limits, false)) {
            return new AirRohrJson(json, limits).report();
        }
    }

    private DeviceReport report() throws Refusal {
        reader.openMap("the payload");
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            String chip = CHIPS.get(name);
            if (chip != null) {
                nameDevice(chip);
            } else if (name.equals("sensordatavalues")) {
                values();
            } else if (name.equals("timestamp") && reader.next() == PayloadReader.Kind.TEXT) {
                time = UnixTime.ofText(reader.text(name).strip(), name);
            } else {
                readings.keep(name, Cell.next(reader));
            }
        }
        reader.end();
        if (readings.isEmpty()) {
            throw new Refusal(Reason.MALFORMED, "sensordatavalues holds no value");
        }
        return new DeviceReport(deviceId, List.of(readings.observation(time)));
    }

    /** As text where it is text: leading zeros belong to it. */
    private void nameDevice(String chip) throws Refusal {
        String id =
                switch (reader.next()) {
                    case TEXT -> reader.text("the device id").strip();
                    case NUMBER -> DeviceReadings.plain(reader.number("the device id"));
                    default -> {
                        reader.skip();
                        yield "";
                    }
                };
        if (!id.isEmpty()) {
            String prefix = chip + "-";
            deviceId = id.regionMatches(true, 0, prefix, 0, prefix.length()) ? id : prefix + id;
        }
    }

    private void values() throws Refusal {
        reader.openArray("sensordatavalues");
        while (reader.hasElement()) {
            reader.openMap("a value");
            String type = null;
            Cell value = Cell.ABSENT;
            for (String name = reader.nextName(); name != null; name = reader.nextName()) {
                switch (name) {
                    case "value_type" -> type = reader.text("value_type");
                    case "value" -> value = Cell.next(reader);
                    default -> reader.skip();
                }
            }
            if (type == null) {
                throw new Refusal(Reason.MALFORMED, "a value has no value_type");
            }
            take(type, value);
        }
    }

    private void take(String type, Cell value) throws Refusal {
        String own = readings.ownName(type);
        Optional<String> reading = reading(own);
        if (reading.isEmpty()) {
            readings.keep(own, value);
        } else if (value instanceof Cell.Numeric numeric) {
            double inUnit =
                    reading.get().equals(PRESSURE) ? numeric.value() / PASCALS_PER_HECTOPASCAL : numeric.value();
            readings.measure(reading.get(), own, inUnit);
        }
    }

    /** What a value type means: a quantity alone, or behind a sensor's name. */
    private static Optional<String> reading(String type) {
        String quantity = QUANTITIES.get(type);
        if (quantity == null) {
            int end = type.indexOf('_');
            boolean isOfSensor = end > 0 && SENSORS.contains(type.substring(0, end));
            quantity = isOfSensor ? QUANTITIES.get(type.substring(end + 1)) : null;
        }
        return Optional.ofNullable(quantity);
    }
}
