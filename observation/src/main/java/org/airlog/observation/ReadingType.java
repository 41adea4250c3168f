package org.airlog.observation;

/**
 * A kind of reading: its name on the wire, its column, its unit and the range outside which a value is no measurement.
 *
 * @param name canonical name in payloads, for example {@code PM2_5}
 * @param column column of the hypertable
 * @param unit unit symbol, for example {@code µg/m³}
 * @param description what is measured, for people
 * @param lowest smallest plausible value, inclusive
 * @param highest largest plausible value, inclusive; may be infinite
 */
public record ReadingType(String name, String column, String unit, String description, double lowest, double highest) {

    /** Whether {@code value} can be a measurement of this type. */
    public boolean isPlausible(double value) {
        return value >= lowest && value <= highest;
    }
}
