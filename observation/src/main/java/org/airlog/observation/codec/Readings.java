package org.airlog.observation.codec;

import java.time.Instant;
import java.util.ArrayList;
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
            int number = observations.size() + 1;
            limits.checkObservations(number);
            observations.add(observation(new Numbered(number)));
        }
        reader.end();
        if (observations.isEmpty()) {
            throw new Refusal(Reason.MALFORMED, "the payload holds no observation");
        }
        return observations;
    }

    /** Names an observation by its place. */
    private record Numbered(int number) {

        Part part(String name) {
            return new Part(name, this);
        }

        @Override
        public String toString() {
            return "observation " + number;
        }
    }

    /** Names a part of an observation. */
    private record Part(String name, Numbered observation) {
        @Override
        public String toString() {
            return name + " of " + observation;
        }
    }

    private ReportedObservation observation(Numbered what) throws Refusal {
        Instant time = null;
        boolean hasTime = false;
        Map<String, Double> readings = null;
        reader.openMap(what);
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            switch (name) {
                case "timestamp" -> {
                    once(hasTime, "timestamp", what);
                    hasTime = true;
                    time = timestamp(what.part("timestamp"));
                }
                case "readings", "data" -> {
                    once(readings != null, "readings", what);
                    readings = readings(what);
                }
                default -> reader.skip();
            }
        }
        if (readings == null || readings.isEmpty()) {
            throw new Refusal(Reason.MALFORMED, what + " has no reading");
        }
        return ReportedObservation.at(time, readings);
    }

    private @Nullable Instant timestamp(Object what) throws Refusal {
        return reader.skipNull() ? null : UnixTime.ofNumber(reader.number(what), what);
    }

    private Map<String, Double> readings(Numbered what) throws Refusal {
        var readings = new LinkedHashMap<String, Double>();
        var absent = new ArrayList<String>(0);
        reader.openMap(what.part("readings"));
        for (String written = reader.nextName(); written != null; written = reader.nextName()) {
            String name = ReadingNames.canonical(written, limits);
            if (POSITIONS.contains(name)) {
                throw new Refusal(Reason.MALFORMED, what + " has a position among its readings");
            }
            once(readings.containsKey(name) || absent.contains(name), name, what);
            limits.checkReadings(readings.size() + absent.size() + 1, what);
            if (reader.skipNull()) {
                absent.add(name);
            } else {
                readings.put(name, reader.number(what.part(name)));
            }
        }
        return readings;
    }

    private static void once(boolean isRepeated, String name, Numbered what) throws Refusal {
        if (isRepeated) {
            throw new Refusal(Reason.MALFORMED, what + " has " + name + " twice");
        }
    }
}
