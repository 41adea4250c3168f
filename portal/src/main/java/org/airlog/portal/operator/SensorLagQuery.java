package org.airlog.portal.operator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.airlog.portal.api.Parameters;
import org.airlog.portal.api.RefusedQueryException;

/**
 * Which sensors an operator asks for.
 *
 * @param find what has to stand in the SUID, the public id, the maker or the model, in lower case; empty = any
 * @param limit most of one page
 * @param after where the page before ended
 */
public record SensorLagQuery(String find, int limit, Optional<Place> after) {

    private static final int USUAL = 100;
    private static final int MOST = 500;
    private static final int LONGEST = 100;
    private static final Pattern PLACE = Pattern.compile("([01]):(-?[0-9]{1,18}):([0-9]{1,9})");

    /**
     * A place in the list.
     *
     * @param isRetired the retired ones come last
     * @param silentSince in microseconds, the longest silent first
     * @param key of the sensor
     */
    public record Place(boolean isRetired, long silentSince, int key) {

        /** Its time. */
        public Instant time() {
            return Instant.EPOCH.plus(silentSince, ChronoUnit.MICROS);
        }

        static Place of(SensorLag sensor) {
            return new Place(
                    sensor.retiredAt().isPresent(),
                    ChronoUnit.MICROS.between(Instant.EPOCH, sensor.silentSince()),
                    sensor.key());
        }

        /** Opaque to who hands it back. */
        String text() {
            String plain = (isRetired ? 1 : 0) + ":" + silentSince + ":" + key;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
        }

        static Optional<Place> parse(String text) {
            try {
                var parts = PLACE.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII));
                return parts.matches()
                        ? Optional.of(new Place(
                                parts.group(1).equals("1"),
                                Long.parseLong(parts.group(2)),
                                Integer.parseInt(parts.group(3))))
                        : Optional.empty();
            } catch (IllegalArgumentException notOurs) {
                return Optional.empty();
            }
        }
    }

    /** Reads {@code raw}. */
    public static SensorLagQuery of(String raw) throws RefusedQueryException {
        var parameters = Parameters.of(raw, List.of("find", "limit", "cursor"));
        String find = parameters.text("find").orElse("").toLowerCase(Locale.ROOT);
        if (find.length() > LONGEST || find.indexOf('\0') >= 0) {
            throw new RefusedQueryException("find", "expected at most " + LONGEST + " characters");
        }
        Optional<String> cursor = parameters.text("cursor");
        Optional<Place> after = cursor.flatMap(Place::parse);
        if (cursor.isPresent() && after.isEmpty()) {
            throw new RefusedQueryException("cursor", "expected the value of next of the page before");
        }
        return new SensorLagQuery(find, parameters.limit(USUAL, MOST), after);
    }
}
