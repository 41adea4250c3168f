package org.airlog.observation.codec;

import java.util.Locale;
import java.util.Optional;

/** What a number says of a place, by the name that firmwares give it: {@code lat}, {@code GPS_lon}, {@code altitude}. */
enum PositionPart {
    LATITUDE,
    LONGITUDE,
    ELEVATION;

    private static final int LONGEST = "longitude".length();

    /** The part that {@code name} means, by its last word. */
    static Optional<PositionPart> of(String name) {
        String word = name.substring(name.lastIndexOf('_') + 1);
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "lat", "latitude" -> Optional.of(LATITUDE);
            case "lon", "lng", "long", "longitude" -> Optional.of(LONGITUDE);
            case "height", "alt", "altitude", "elevation" -> Optional.of(ELEVATION);
            default -> Optional.empty();
        };
    }
}
