package org.airlog.observation.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/**
 * What Tasmota publishes on {@code tele/{device}/SENSOR}: one object for each sensor, beside it a local time and the
 * units.
 *
 * <p>{@code TempUnit} F and {@code PressureUnit} mmHg or inHg are converted, wherever they stand; converted values are
 * rounded to a thousandth. {@code Time} names no zone, so it is kept as text ({@code device_time}) and the observation has
 * none. Known quantities are readings: the first of each keeps the standard name, a further one of a well-known sensor goes
 * by {@code <sensor>_<quantity>}, and so do the chip's own temperature and {@code ENERGY}. Everything else is kept as text
 * called {@code <sensor>_<name>}; arrays are passed over. Source: the documentation of Tasmota 14. Thread-safe.
 */
public final class TasmotaJson {

    private static final Map<String, String> QUANTITIES = Map.ofEntries(
            Map.entry("temperature", "TEMP"),
            Map.entry("humidity", "HUM"),
            Map.entry("pressure", "PRES"),
            Map.entry("seapressure", "sea_pressure"),
            Map.entry("dewpoint", "dew_point"),
            Map.entry("pm1", "pm1"),
            Map.entry("pm1_0", "pm1"),
            Map.entry("pm2.5", "PM2_5"),
            Map.entry("pm2_5", "PM2_5"),
            Map.entry("pm4", "pm4"),
            Map.entry("pm4_0", "pm4"),
            Map.entry("pm10", "PM10"),
            Map.entry("carbondioxide", "co2"),
            Map.entry("eco2", "eco2"),
            Map.entry("tvoc", "tvoc"),
            Map.entry("illuminance", "illuminance"),
            Map.entry("gas", "gas"));

    private static final Set<String> TEMPERATURES = Set.of("TEMP", "dew_point");
    private static final Set<String> PRESSURES = Set.of("PRES", "sea_pressure");

    private static final String ENERGY = "energy";
    private static final Set<String> ENERGIES = Set.of(
            "power",
            "apparentpower",
            "reactivepower",
            "factor",
            "voltage",
            "current",
            "frequency",
            "total",
            "today",
            "yesterday");

    /** Whose temperature is their own, not the air's. */
    private static final Set<String> WARM_INSIDE = Set.of("esp32", "mhz19b", "mhz19c");

    /** Several of one kind are told apart by a number or an address behind it: {@code DS18B20-1}, {@code BME280-76}. */
    private static final Pattern WELL_KNOWN = Pattern.compile(
            "(?:am2301|am2320|am2321|dht11|dht22|si7021|htu21|sht1x|sht3x|sht4x|aht1x|aht2x|hdc1080|bmp180|bmp280|bme280"
                    + "|bme680|bmp388|dps310|lps25|lm75ad|mcp9808|ds18b20|ds18x20|scd30|scd40|sgp30|sgp40|ccs811|ens160"
                    + "|mhz19b|mhz19c|senseair|s8|sds0x1|pms5003|pmsa003i|hpma|sps30|sen5x|vindriktning|bh1750|tsl2561"
                    + "|veml7700|esp32|analog)(?:[-_](?:0x)?[0-9a-f]{1,2})?");

    private static final double HECTOPASCALS_PER_MILLIMETRE = 1.33322387415;
    private static final double HECTOPASCALS_PER_INCH = 33.8638866667;
    private static final double THOUSANDTHS = 1_000;

    private final PayloadReader reader;
    private final PayloadLimits limits;
    private final DeviceReadings readings;
    private final List<Measurement> measurements = new ArrayList<>();
    private String time = "";
    private boolean isFahrenheit;
    private double hectopascals = 1;

    private TasmotaJson(PayloadReader reader, PayloadLimits limits) {
        this.reader = reader;
        this.limits = limits;
        this.readings = new DeviceReadings(limits);
    }

    /** A number that waits for its unit. */
    private record Measurement(String sensor, String quantity, String own, double value) {}

    /**
     * The one observation in {@code payload}.
     *
     * @throws Refusal {@code too-large} past a limit of bytes or values, {@code malformed} for the rest
     */
    public static List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal {
        try (var json = JsonPayload.open(payload, limits, false)) {
            return List.of(new TasmotaJson(json, limits).observation());
        }
    }

    private ReportedObservation observation() throws Refusal {
        reader.openMap("the payload");
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            if (reader.next() == PayloadReader.Kind.MAP) {
                sensor(readings.ownName(name));
            } else {
                setting(name, Cell.next(reader));
            }
        }
        reader.end();
        for (Measurement measurement : measurements) {
            take(measurement);
        }
        if (readings.isEmpty()) {
            throw new Refusal(Reason.MALFORMED, "the payload holds no value of a sensor");
        }
        if (!time.isEmpty()) {
            readings.keep("device_time", Cell.text(time));
        }
        return readings.observation(null);
    }

    private void setting(String name, Cell value) throws Refusal {
        String text = value instanceof Cell.Text written ? written.value().strip() : "";
        switch (name) {
            case "Time" -> time = text;
            case "TempUnit" -> isFahrenheit = text.equalsIgnoreCase("F");
            case "PressureUnit" ->
                hectopascals = text.equalsIgnoreCase("mmHg")
                        ? HECTOPASCALS_PER_MILLIMETRE
                        : text.equalsIgnoreCase("inHg") ? HECTOPASCALS_PER_INCH : 1;
            default -> readings.keep(name, value);
        }
    }

    private void sensor(String sensor) throws Refusal {
        reader.openMap(sensor);
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            String quantity = readings.ownName(name);
            String own = readings.ownName(sensor + "_" + quantity);
            Cell value = Cell.next(reader);
            boolean isKnown = sensor.equals(ENERGY) ? ENERGIES.contains(quantity) : QUANTITIES.containsKey(quantity);
            if (isKnown && value instanceof Cell.Numeric numeric) {
                measurements.add(new Measurement(sensor, quantity, own, numeric.value()));
                limits.checkReadings(measurements.size(), "the payload");
            } else if (!isKnown) {
                readings.keep(PositionPart.of(quantity).isPresent() ? quantity : own, value);
            }
        }
    }

    private void take(Measurement measurement) throws Refusal {
        String own = measurement.own();
        String reading = QUANTITIES.get(measurement.quantity());
        if (reading == null || measurement.sensor().equals(ENERGY)) {
            readings.measure(own, own, measurement.value());
            return;
        }
        double value = inUnit(reading, measurement.value());
        boolean isItsOwn = reading.equals("TEMP") && WARM_INSIDE.contains(measurement.sensor());
        if (!isItsOwn && !readings.measures(reading)) {
            readings.measure(reading, own, value);
        } else if (WELL_KNOWN.matcher(measurement.sensor()).matches()) {
            readings.measure(own, own, value);
        } else {
            readings.keep(own, new Cell.Numeric(value));
        }
    }

    private double inUnit(String reading, double value) {
        if (isFahrenheit && TEMPERATURES.contains(reading)) {
            return rounded((value - 32) / 1.8);
        }
        return hectopascals != 1 && PRESSURES.contains(reading) ? rounded(value * hectopascals) : value;
    }

    private static double rounded(double value) {
        double thousandths = Math.rint(value * THOUSANDTHS);
        // Beyond a double's whole numbers there is nothing to round, and the product may not be finite.
        return Math.abs(thousandths) < 1e15 ? thousandths / THOUSANDTHS : value;
    }
}
