package org.airlog.portal.client;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A point on the earth, WGS 84.
 *
 * @param latitude degrees north, −90 to 90
 * @param longitude degrees east, −180 to 180
 */
public record Position(double latitude, double longitude) {

    /** Of a sphere as large as the earth. */
    static final double EARTH_METRES = 6_371_008.8;

    private static final double MAX_LATITUDE = 90;
    private static final double MAX_LONGITUDE = 180;
    private static final Pattern DEGREES = Pattern.compile("[+-]?[0-9]{1,3}(?:\\.[0-9]{0,20})?");

    /** Checks the limits. */
    public Position {
        if (!(Math.abs(latitude) <= MAX_LATITUDE && Math.abs(longitude) <= MAX_LONGITUDE)) {
            throw new IllegalArgumentException("not on the earth");
        }
    }

    /** The one that two decimal numbers mean; empty where they mean none. */
    public static Optional<Position> parse(String latitude, String longitude) {
        if (!DEGREES.matcher(latitude).matches() || !DEGREES.matcher(longitude).matches()) {
            return Optional.empty();
        }
        double north = Double.parseDouble(latitude);
        double east = Double.parseDouble(longitude);
        return Math.abs(north) <= MAX_LATITUDE && Math.abs(east) <= MAX_LONGITUDE
                ? Optional.of(new Position(north, east))
                : Optional.empty();
    }

    /** Metres along the great circle (haversine formula): half a percent off at most, because the earth is no sphere. */
    public double metresTo(Position other) {
        double north = Math.toRadians(latitude);
        double otherNorth = Math.toRadians(other.latitude);
        double halfNorth = Math.sin((otherNorth - north) / 2);
        double halfEast = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double squared = halfNorth * halfNorth + Math.cos(north) * Math.cos(otherNorth) * halfEast * halfEast;
        return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(squared)));
    }
}
