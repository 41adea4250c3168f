package org.airlog.ingest.opensensemap.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sensor of a senseBox, as the name of an upload's column describes it: {@code <type>_<quantity>_<unit>}, such as {@code
 * scd30_co2_ppm}. By these three the openSenseMap's sensors are told apart.
 *
 * <p>Source of the form, the units and the icons: co2logserver 0.1.2. That one also takes a name without a unit, for which
 * the openSenseMap then refuses to make a sensor; here it has not the form.
 *
 * @param title the quantity
 * @param sensorType the type
 * @param unit {@code c} is °C, {@code percent} and {@code perc} are %, anything else is as it stands; not empty
 */
public record SensorSpec(String title, String sensorType, String unit) {

    private static final Pattern FORM = Pattern.compile("([^_]+)_([^_]+)_(.+)");
    private static final String NO_ICON = "osem-not-available";
    private static final List<String> ICONS = List.of(
            "osem-moisture",
            "osem-temperature-celsius",
            "osem-temperature-fahrenheit",
            "osem-thermometer",
            "osem-windspeed",
            "osem-sprinkles",
            "osem-brightness",
            "osem-barometer",
            "osem-humidity",
            NO_ICON,
            "osem-gauge",
            "osem-umbrella",
            "osem-clock",
            "osem-shock",
            "osem-fire",
            "osem-volume-up",
            "osem-cloud",
            "osem-dashboard",
            "osem-particulate-matter",
            "osem-signal",
            "osem-microphone",
            "osem-wifi",
            "osem-battery",
            "osem-radioactive");

    /** What {@code column} describes; empty where it has not the form, and so is not forwarded. */
    public static Optional<SensorSpec> ofColumn(String column) {
        Matcher parts = FORM.matcher(column);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var sensor = new SensorSpec(
                parts.group(2).strip(),
                parts.group(1).strip(),
                unit(parts.group(3).strip()));
        return sensor.title.isEmpty() || sensor.sensorType.isEmpty() || sensor.unit.isEmpty()
                ? Optional.empty()
                : Optional.of(sensor);
    }

    /** The first of the openSenseMap's icons that has the quantity in its name. */
    public String icon() {
        return ICONS.stream().filter(icon -> icon.contains(title)).findFirst().orElse(NO_ICON);
    }

    private static String unit(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "c" -> "°C";
            case "percent", "perc" -> "%";
            default -> written;
        };
    }
}
