package org.airlog.ingest.batch;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.airlog.observation.Observation;

/**
 * Whether the database can hold an observation, asked before it is sent: one bad row fails a whole statement.
 *
 * <p>Times run from year 1 to year 9999: PostgreSQL holds more, but within these years its text form is ISO 8601. Text
 * may hold neither NUL nor half a surrogate pair ({@code jsonb} refuses both). Names of readings are cleaned instead,
 * see {@link #soundName}. That numbers are finite is {@link Observation}'s own rule.
 */
final class RowCheck {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** A pattern sees pairs as one character, so that only halves are left to match. */
    private static final Pattern UNSOUND = Pattern.compile("[\\x00\\x{d800}-\\x{dfff}]");

    private RowCheck() {}

    /** What the database would not take; quotes no value. */
    static Optional<String> fault(Observation observation) {
        if (observation.time().isBefore(EARLIEST) || !observation.time().isBefore(END)) {
            return Optional.of("the time lies outside the years 1 to 9999");
        }
        return areSound(observation.extra().keySet())
                        && areSound(observation.extra().values())
                ? Optional.empty()
                : Optional.of("a text holds a NUL or half a character");
    }

    /** {@code name} with everything that the database would not take replaced by underscores. */
    static String soundName(String name) {
        return isSound(name) ? name : UNSOUND.matcher(name).replaceAll("_");
    }

    private static boolean areSound(Collection<String> texts) {
        for (String text : texts) {
            if (!isSound(text)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSound(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return !UNSOUND.matcher(text).find();
            }
        }
        return true;
    }
}
