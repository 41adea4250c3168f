package org.airlog.portal.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.airlog.observation.Trust;

/**
 * Which sensors a {@code GET /api/v1/sensors} asks for.
 *
 * @param box where they have to be
 * @param circle likewise
 * @param trust labels, one of which they have to have; empty = any
 * @param limit most of one page
 * @param after the public id of the last one of the page before
 */
public record SensorQuery(
        Optional<Box> box, Optional<Circle> circle, List<String> trust, int limit, Optional<String> after) {

    private static final int USUAL = 1_000;
    private static final int MOST = 5_000;
    private static final double MOST_KM = 1_000;
    private static final List<String> NAMES = List.of("bbox", "near", "trust", "limit", "cursor");
    private static final List<String> TRUSTS =
            Arrays.stream(Trust.values()).map(Trust::label).toList();

    /** Copies the list. */
    public SensorQuery {
        trust = List.copyOf(trust);
    }

    /**
     * Degrees, edges included (RFC 7946, section 5).
     *
     * @param west east of {@code east} where it lies across the 180th meridian
     */
    public record Box(double west, double south, double east, double north) {}

    /** All round a place, as the crow flies. */
    public record Circle(double latitude, double longitude, double km) {}

    /** Reads {@code raw}. */
    public static SensorQuery of(String raw) throws RefusedQueryException {
        var parameters = Parameters.of(raw, NAMES);
        List<String> trust = parameters.list("trust", TRUSTS.size());
        if (!TRUSTS.containsAll(trust)) {
            throw new RefusedQueryException("trust", "expected some of " + String.join(", ", TRUSTS));
        }
        return new SensorQuery(
                box(parameters),
                circle(parameters),
                trust,
                parameters.limit(USUAL, MOST),
                Cursor.of(parameters, Cursor.SENSORS).map(Cursor::last));
    }

    /** The page before was of a sensor that does not exist. */
    public static RefusedQueryException unknownCursor() {
        return Cursor.refused();
    }

    static String cursorAfter(String publicId) {
        return new Cursor(Cursor.SENSORS, publicId).text();
    }

    private static Optional<Box> box(Parameters parameters) throws RefusedQueryException {
        String expected = "expected west,south,east,north in degrees, such as 8.9,48.4,9.2,48.6";
        Optional<double[]> numbers = parameters.numbers("bbox", 4, expected);
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        double[] edges = numbers.get();
        if (!isLongitude(edges[0])
                || !isLatitude(edges[1])
                || !isLongitude(edges[2])
                || !isLatitude(edges[3])
                || edges[1] > edges[3]) {
            throw new RefusedQueryException("bbox", expected);
        }
        return Optional.of(new Box(edges[0], edges[1], edges[2], edges[3]));
    }

    private static Optional<Circle> circle(Parameters parameters) throws RefusedQueryException {
        String expected = "expected latitude,longitude,km with at most 1000 km, such as 48.52,9.05,10";
        Optional<double[]> numbers = parameters.numbers("near", 3, expected);
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        double[] circle = numbers.get();
        if (!isLatitude(circle[0]) || !isLongitude(circle[1]) || circle[2] <= 0 || circle[2] > MOST_KM) {
            throw new RefusedQueryException("near", expected);
        }
        return Optional.of(new Circle(circle[0], circle[1], circle[2]));
    }

    private static boolean isLatitude(double degrees) {
        return Math.abs(degrees) <= 90;
    }

    private static boolean isLongitude(double degrees) {
        return Math.abs(degrees) <= 180;
    }
}
