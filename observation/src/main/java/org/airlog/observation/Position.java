package org.airlog.observation;

import org.jspecify.annotations.Nullable;

/**
 * A place on Earth: WGS 84 degrees, and metres of elevation where known.
 *
 * <p>Positions say where people live: {@code toString} is redacted, they are sealed in every log, and no metric, error
 * or public answer carries one.
 */
public record Position(double latitude, double longitude, @Nullable Double elevation) {

    /** Metres: below the deepest place, above what a sensor balloon reaches. */
    private static final double MAX_ELEVATION = 100_000;

    /** Throws {@link IllegalArgumentException} (without the value) outside ±90° and ±180°, or ±100 km of elevation. */
    public Position {
        // Written so that NaN fails too.
        if (!(Math.abs(latitude) <= 90)) {
            throw new IllegalArgumentException("latitude must lie between -90 and 90 degrees");
        }
        if (!(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException("longitude must lie between -180 and 180 degrees");
        }
        if (elevation != null && !(Math.abs(elevation) <= MAX_ELEVATION)) {
            throw new IllegalArgumentException("elevation must lie between -100000 and 100000 metres");
        }
    }

    @Override
    public String toString() {
        return "Position[redacted]";
    }
}
