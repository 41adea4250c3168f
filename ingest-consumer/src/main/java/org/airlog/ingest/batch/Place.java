package org.airlog.ingest.batch;

import org.airlog.observation.Position;

/**
 * What anybody may see of a position: the nearest point of a grid of 0.01 degree, which is the same for everybody.
 *
 * <p>It depends on the position alone: no chance is in it that repeated looks could average away, and a sensor that is
 * registered anew at the same position shows the same place. A cell is 1.1 km high; it is 0.7 km wide at 50° of latitude and
 * 0.4 km at 70°. The migration {@code V6__rollups.sql} does the same arithmetic for positions that were stored before it.
 *
 * @param latitude degrees, −90 to 90
 * @param longitude degrees, −180 to 179.99; 0 at the poles
 */
public record Place(double latitude, double longitude) {

    private static final int POINTS_PER_DEGREE = 100;

    /** Where {@code position} is shown. */
    public static Place of(Position position) {
        double latitude = rounded(position.latitude());
        double longitude = rounded(position.longitude());
        if (Math.abs(latitude) == 90) {
            return new Place(latitude, 0);
        }
        return new Place(latitude, longitude >= 180 ? longitude - 360 : longitude);
    }

    private static double rounded(double degrees) {
        return Math.floor(degrees * POINTS_PER_DEGREE + 0.5) / POINTS_PER_DEGREE;
    }
}
