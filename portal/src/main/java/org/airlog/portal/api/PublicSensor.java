package org.airlog.portal.api;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A sensor as anybody may see it.
 *
 * @param key the database's own, never shown
 * @param place rounded to the public grid; empty where nobody has said it
 * @param latest one of each type that it has ever measured
 */
public record PublicSensor(
        int key,
        String publicId,
        String trust,
        String manufacturer,
        String model,
        Instant firstSeen,
        Optional<Place> place,
        List<LatestReading> latest) {

    /** Copies the list. */
    public PublicSensor {
        latest = List.copyOf(latest);
    }

    /** In degrees, on the grid of 0.01 degree. */
    public record Place(double latitude, double longitude) {}

    /** When it measured last. */
    public Optional<Instant> lastSeen() {
        return latest.stream().map(LatestReading::time).max(Comparator.naturalOrder());
    }

    /** The types that it has ever measured. */
    public List<ReadingKind> kinds() {
        return latest.stream().map(LatestReading::kind).toList();
    }

    /** The same with its readings. */
    public PublicSensor with(List<LatestReading> readings) {
        return new PublicSensor(key, publicId, trust, manufacturer, model, firstSeen, place, readings);
    }
}
