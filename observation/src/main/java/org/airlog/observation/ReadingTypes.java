package org.airlog.observation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue of standard reading types: names, units, plausible ranges and the aliases seen in the community.
 *
 * <p>Source: OpenSmog Acquisition API for types and units; ranges are those of the contract (concentrations not below
 * zero; HUM 0–100; TEMP −100…100; PRES 300–1200).
 */
public final class ReadingTypes {

    private static final double NO_CEILING = Double.MAX_VALUE;

    /** The standard types, in the order of their columns. */
    public static final List<ReadingType> STANDARD = List.of(
            new ReadingType("CO", "co", "mg/m³", "carbon monoxide", 0, NO_CEILING),
            new ReadingType("PB", "pb", "µg/m³", "lead", 0, NO_CEILING),
            new ReadingType("NO2", "no2", "µg/m³", "nitrogen dioxide", 0, NO_CEILING),
            new ReadingType("O3", "o3", "µg/m³", "ozone", 0, NO_CEILING),
            new ReadingType("PM10", "pm10", "µg/m³", "particulate matter up to 10 µm", 0, NO_CEILING),
            new ReadingType("PM2_5", "pm2_5", "µg/m³", "particulate matter up to 2.5 µm", 0, NO_CEILING),
            new ReadingType("SO2", "so2", "µg/m³", "sulphur dioxide", 0, NO_CEILING),
            new ReadingType("TEMP", "temp", "°C", "air temperature", -100, 100),
            new ReadingType("HUM", "hum", "%", "relative humidity", 0, 100),
            new ReadingType("PRES", "pres", "hPa", "air pressure", 300, 1200));

    /** By names and aliases in lower case, and by names as they are: nearly all come so. */
    private static final Map<String, ReadingType> BY_NAME = byName();

    private ReadingTypes() {}

    /** The standard type that {@code name} means, in any case and by any alias; empty for every other name. */
    public static Optional<ReadingType> find(String name) {
        ReadingType type = BY_NAME.get(name);
        return Optional.ofNullable(type != null ? type : BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The one spelling of a reading's name: the standard type's, else lower case. */
    public static String canonicalName(String name) {
        ReadingType type = BY_NAME.get(name);
        if (type != null) {
            return type.name();
        }
        String lowerCase = name.toLowerCase(Locale.ROOT);
        type = BY_NAME.get(lowerCase);
        return type == null ? lowerCase : type.name();
    }

    private static Map<String, ReadingType> byName() {
        var types = new HashMap<String, ReadingType>();
        for (ReadingType type : STANDARD) {
            types.put(type.name().toLowerCase(Locale.ROOT), type);
        }
        var aliases = Map.of("pm25", "pm2_5", "pm2.5", "pm2_5", "press", "pres");
        aliases.forEach((alias, name) -> types.put(alias, types.get(name)));
        STANDARD.forEach(type -> types.put(type.name(), type));
        return Map.copyOf(types);
    }
}
