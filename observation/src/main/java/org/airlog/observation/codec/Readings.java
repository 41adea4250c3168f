package org.airlog.observation.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.jspecify.annotations.Nullable;

/**
 * The shape of OpenSmog readings, whatever format carries it: an array of observations, each with a {@code timestamp}
 * (absent or null: the device has no clock) and at least one number under {@code readings} (or {@code data}).
 *
 * <p>Other members of an observation are passed over. A reading of null is absent. Two names of one reading type in one
 * observation contradict each other and are refused, and so are positions among the readings. Source: OpenSmog Acquisition API.
 */
final class Readings {

    /** Readings are public and positions are not: one that is sent as a reading is refused, not published. */
    private static final Set<String> POSITIONS = Set.of("lat", "latitude", "lon", "lng", "longitude");

    private final PayloadReader reader;
    private final PayloadLimits limits;

    private Readings(PayloadReader reader, PayloadLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    static List<ReportedObservation> read(PayloadReader reader, PayloadLimits limits) throws Refusal {
        return new Readings(reader, limits).observations();
    }

    /** Throws {@link IllegalArgumentException} for an observation that this shape cannot say. */
    static void checkWritable(ReportedObservation observation) {
        if (!observation.extra().isEmpty() || observation.position() != null) {
            throw new IllegalArgumentException("readings carry neither text nor a position");
        }
        Instant time = observation.time();
        if (time != null && Math.abs(time.getEpochSecond()) >= UnixTime.FIRST_MILLISECONDS - 1) {
            throw new IllegalArgumentException("a time past the year 5138 would be read as milliseconds");
        }
    }

    private List<ReportedObservation> observations() throws Refusal {
        var observations = new ArrayList<ReportedObservation>();
        reader.openArray("the payload");
        while (reader.hasElement()) {
            limits.checkObservations(observations.size() + 1);
            observations.add(observation("observation " + (observations.size() + 1)));
        }
        reader.end();
        if (observations.isEmpty()) {
            throw new Refusal(Reason.MALFORMED, "the payload holds no observation");
        }
        return observations;
    }

    private ReportedObservation observation(String what) throws Refusal {
        Instant time = null;
        var members = new HashSet<String>();
        Map<String, Double> readings = Map.of();
        reader.openMap(what);
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            switch (name) {
                case "timestamp" -> {
                    once(members, "timestamp", what);
                    time = timestamp("timestamp of " + what);
                }
                case "readings", "data" -> {
                    once(members, "readings", what);
                    readings = readings(what);
                }
                default -> reader.skip();
            }
        }
        if (readings.isEmpty()) {
            throw new Refusal(Reason.MALFORMED, what + " has no reading");
        }
        return ReportedObservation.at(time, readings);
    }

    private @Nullable Instant timestamp(String what) throws Refusal {
        return reader.skipNull() ? null : UnixTime.ofNumber(reader.number(what), what);
    }

    private Map<String, Double> readings(String what) throws Refusal {
        var readings = new LinkedHashMap<String, Double>();
        var names = new HashSet<String>();
        reader.openMap("readings of " + what);
        for (String written = reader.nextName(); written != null; written = reader.nextName()) {
            String name = ReadingNames.canonical(written, limits);
            if (POSITIONS.contains(name)) {
                throw new Refusal(Reason.MALFORMED, what + " has a position among its readings");
            }
            once(names, name, what);
            limits.checkReadings(names.size(), what);
            if (!reader.skipNull()) {
                readings.put(name, reader.number(name + " of " + what));
            }
        }
        return readings;
    }

    private static void once(Set<String> seen, String name, String what) throws Refusal {
        if (!seen.add(name)) {
            throw new Refusal(Reason.MALFORMED, what + " has " + name + " twice");
        }
    }
}
