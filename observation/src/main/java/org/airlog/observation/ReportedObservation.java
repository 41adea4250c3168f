package org.airlog.observation;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An observation as its device reported it: decoded, not yet judged.
 *
 * @param time what the device says it measured at, to the microsecond; null where it said nothing
 * @param readings canonical reading name ({@link ReadingTypes#canonicalName}) → value in the type's unit, finite, in
 *     the order of the payload
 * @param extra text that came beside the readings
 * @param position where it was measured; null where the device said nothing
 */
public record ReportedObservation(
        @Nullable Instant time, Map<String, Double> readings, Map<String, String> extra, @Nullable Position position) {

    public ReportedObservation {
        readings = InOrder.copyOf(readings);
        extra = InOrder.copyOf(extra);
    }

    /** Readings at a time, with nothing beside. */
    public static ReportedObservation at(@Nullable Instant time, Map<String, Double> readings) {
        return new ReportedObservation(time, readings, Map.of(), null);
    }
}
