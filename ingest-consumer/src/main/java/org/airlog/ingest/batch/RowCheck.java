package org.airlog.ingest.batch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.airlog.observation.Observation;

/**
 * Whether the database can hold an observation, asked before it is sent: one bad row fails a whole statement.
 *
 * <p>Times run from year 1 to year 9999: PostgreSQL holds more, but within these years its text form is ISO 8601. Text
 * may hold neither NUL nor half a surrogate pair ({@code jsonb} refuses both). That numbers are finite is {@link
 * Observation}'s own rule.
 */
final class RowCheck {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private RowCheck() {}

    /** What the database would not take; quotes no value. */
    static Optional<String> fault(Observation observation) {
        if (observation.time().isBefore(EARLIEST) || !observation.time().isBefore(END)) {
            return Optional.of("the time lies outside the years 1 to 9999");
        }
        if (areSound(observation.readings().keySet())
                && areSound(observation.extra().keySet())
                && areSound(observation.extra().values())) {
            return Optional.empty();
        }
        return Optional.of("a text holds a NUL or half a character");
    }

    private static boolean areSound(Collection<String> texts) {
        for (String text : texts) {
            if (text.indexOf('\0') >= 0 || !isWhole(text)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }
}
