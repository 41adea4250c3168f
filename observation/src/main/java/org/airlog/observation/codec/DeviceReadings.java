package org.airlog.observation.codec;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.airlog.observation.Position;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.jspecify.annotations.Nullable;

/**
 * One observation of a device whose firmware knows nothing of Airlog, while its payload is read.
 *
 * <p>A device may carry several sensors of one reading type: the first keeps the type's name, the others go by their own.
 * What is no reading is kept as text, so that nothing is lost and nobody's names become columns. A position goes by its
 * name, see {@link PositionPart}, and is never one of the two; one that cannot be, as a receiver without a fix sends it,
 * is absent. Names and texts are bounded and clean. One thread at a time.
 */
final class DeviceReadings {

    /** Five characters, {@code 1e308}, would be 309. */
    private static final int LONGEST_PLAIN = 40;

    private final PayloadLimits limits;
    private final Map<String, Double> readings = new LinkedHashMap<>();
    private final Map<String, String> extra = new LinkedHashMap<>();
    private final Map<PositionPart, Double> position = new LinkedHashMap<>();

    DeviceReadings(PayloadLimits limits) {
        this.limits = limits;
    }

    /** A reading called {@code name}, or {@code own} where another sensor of this device has that name already. */
    void measure(String name, String own, double value) throws Refusal {
        if (readings.putIfAbsent(name, value) != null && readings.putIfAbsent(own, value) != null) {
            throw new Refusal(Reason.MALFORMED, own + " is there more often than can be told apart");
        }
        checkSize();
    }

    /** Whether a reading is called {@code name} already. */
    boolean measures(String name) {
        return readings.containsKey(name);
    }

    /**
     * Text called {@code name}; of two the later counts. A part of a position is taken for that, and what only the server
     * says of an upload is passed over.
     */
    void keep(String name, Cell cell) throws Refusal {
        String own = ownName(name);
        if (UploadColumns.SERVERS_OWN.contains(own)) {
            return;
        }
        var part = PositionPart.of(own);
        if (part.isPresent()) {
            if (cell instanceof Cell.Numeric numeric) {
                position.putIfAbsent(part.get(), numeric.value());
            }
        } else if (cell instanceof Cell.Numeric numeric) {
            extra.put(own, plain(numeric.value()));
        } else if (cell instanceof Cell.Text text) {
            extra.put(own, text.value().strip());
        }
        checkSize();
    }

    /** Where it was measured, in degrees and metres; the first of several counts. */
    void locate(Map<PositionPart, Double> parts) {
        if (position.isEmpty()) {
            position.putAll(parts);
        }
    }

    boolean isEmpty() {
        return readings.isEmpty() && extra.isEmpty() && position() == null;
    }

    ReportedObservation observation(@Nullable Instant time) {
        return new ReportedObservation(time, readings, extra, position());
    }

    /** {@code name} as a name of this device's own: clean, in lower case. */
    String ownName(String name) throws Refusal {
        return ReadingNames.canonical(name.strip(), limits).toLowerCase(Locale.ROOT);
    }

    /** The number as a person would write it, with an exponent where the digits would be more than are sent. */
    static String plain(double value) {
        String plain = value == 0
                ? "0"
                : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        return plain.length() <= LONGEST_PLAIN ? plain : Double.toString(value);
    }

    private void checkSize() throws Refusal {
        limits.checkReadings(readings.size() + extra.size(), "the payload");
    }

    private @Nullable Position position() {
        Double latitude = position.get(PositionPart.LATITUDE);
        Double longitude = position.get(PositionPart.LONGITUDE);
        if (latitude == null || longitude == null) {
            return null;
        }
        try {
            return new Position(latitude, longitude, position.get(PositionPart.ELEVATION));
        } catch (IllegalArgumentException nowhere) {
            return null;
        }
    }
}
