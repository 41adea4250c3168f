package org.airlog.portal.quality;

import java.util.Optional;
import org.airlog.observation.ReadingType;
import org.airlog.observation.ReadingTypes;

/** A reading type that says how good the air is. Its name is the reading type's. */
public enum Pollutant {
    /** Particles up to 2.5 µm. */
    PM2_5,
    /** Particles up to 10 µm. */
    PM10,
    /** Nitrogen dioxide. */
    NO2,
    /** Ozone. */
    O3,
    /** Sulphur dioxide. */
    SO2,
    /** Carbon monoxide, the only one in mg/m³. */
    CO,
    /** Lead. */
    PB;

    /** The unit of its readings. */
    public String unit() {
        return type().unit();
    }

    /** The column of its readings. */
    public String column() {
        return type().column();
    }

    /** The one whose readings are in {@code column}; empty where nothing of air quality is. */
    public static Optional<Pollutant> ofColumn(String column) {
        for (Pollutant pollutant : values()) {
            if (pollutant.column().equals(column)) {
                return Optional.of(pollutant);
            }
        }
        return Optional.empty();
    }

    private ReadingType type() {
        return ReadingTypes.find(name()).orElseThrow();
    }
}
