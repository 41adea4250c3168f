package org.airlog.portal.client;

/**
 * A box of degrees around a position, that holds everything within some metres of it, and corners beyond.
 *
 * @param south its least latitude
 * @param north its greatest latitude
 * @param west its least longitude; below −180 where the box crosses the antimeridian
 * @param east its greatest longitude; above 180 where the box crosses the antimeridian
 */
public record Surroundings(double south, double north, double west, double east) {

    private static final double MAX_LATITUDE = 90;
    private static final double HALF_TURN = 180;

    /** The box around {@code centre}; around a pole all longitudes are near. */
    public static Surroundings of(Position centre, double metres) {
        double angle = metres / Position.EARTH_METRES;
        double degrees = Math.toDegrees(angle);
        double south = centre.latitude() - degrees;
        double north = centre.latitude() + degrees;
        if (south <= -MAX_LATITUDE || north >= MAX_LATITUDE) {
            return new Surroundings(
                    Math.max(south, -MAX_LATITUDE), Math.min(north, MAX_LATITUDE), -HALF_TURN, HALF_TURN);
        }
        // Meridians come closer towards the poles: the circle is widest where it touches one.
        double wide = Math.toDegrees(Math.asin(Math.sin(angle) / Math.cos(Math.toRadians(centre.latitude()))));
        return new Surroundings(south, north, centre.longitude() - wide, centre.longitude() + wide);
    }

    /** Whether {@code position} lies in it. */
    boolean contains(Position position) {
        return position.latitude() >= south
                && position.latitude() <= north
                && (isBetween(position.longitude())
                        || isBetween(position.longitude() - 2 * HALF_TURN)
                        || isBetween(position.longitude() + 2 * HALF_TURN));
    }

    private boolean isBetween(double longitude) {
        return longitude >= west && longitude <= east;
    }
}
