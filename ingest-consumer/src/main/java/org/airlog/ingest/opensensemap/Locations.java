package org.airlog.ingest.opensensemap;

import java.util.List;
import org.airlog.observation.Position;

/** Positions as the openSenseMap writes them. */
final class Locations {

    private Locations() {}

    /** Longitude, latitude and, where known, metres: in this order. */
    static List<Double> json(Position position) {
        return position.elevation() == null
                ? List.of(position.longitude(), position.latitude())
                : List.of(position.longitude(), position.latitude(), position.elevation());
    }
}
