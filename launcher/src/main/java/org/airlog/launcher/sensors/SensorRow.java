package org.airlog.launcher.sensors;

import java.time.Instant;
import java.util.Optional;
import org.airlog.observation.Suid;

/**
 * One SUID as the tables have it, positions apart.
 *
 * @param state {@code registered}, {@code unsigned}, {@code provisioned} (listed, not yet claimed) or {@code revoked}
 * @param trust of its latest life; empty where it never had one
 * @param generation of that life
 * @param since when the state began, as far as it is dated
 * @param releasedAt when an operator let the next registration follow
 */
record SensorRow(
        Suid suid,
        String state,
        String trust,
        Optional<Integer> generation,
        String publicId,
        String manufacturer,
        String model,
        Optional<Instant> since,
        Optional<Instant> releasedAt) {

    /** For people: the state, and whether it is released. */
    String stateForPeople() {
        return releasedAt.isPresent() ? state + ", released" : state;
    }
}
