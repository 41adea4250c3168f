package org.airlog.observation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one sensor measured at one instant, judged and ready to be stored.
 *
 * @param time the instant, cut to whole microseconds (what the database keeps)
 * @param clock what that time is worth
 * @param readings canonical reading name → finite value in the type's unit; may be empty only where {@code extra} is not
 * @param extra text kept beside the readings: text columns of an upload, an implausible device time
 * @param position where it was measured, or null; only ever sealed in a log
 */
public record Observation(
        Instant time,
        Clock clock,
        Map<String, Double> readings,
        Map<String, String> extra,
        @Nullable Position position) {

    /** Throws {@link IllegalArgumentException} for a value that is not finite, or where nothing at all was observed. */
    public Observation {
        time = time.truncatedTo(ChronoUnit.MICROS);
        readings = InOrder.copyOf(readings);
        extra = InOrder.copyOf(extra);
        for (var reading : readings.entrySet()) {
            if (!Double.isFinite(reading.getValue())) {
                throw new IllegalArgumentException("reading " + reading.getKey() + " is not a finite number");
            }
        }
        if (readings.isEmpty() && extra.isEmpty() && position == null) {
            throw new IllegalArgumentException("an observation needs at least one reading");
        }
    }
}
