package org.airlog.observation.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/**
 * Times as devices write them: Unix seconds with a fraction, Unix milliseconds, or ISO 8601.
 *
 * <p>A number of magnitude 1e11 or more (the year 5138 in seconds) counts milliseconds. Fractions are rounded to the
 * microsecond, exactly until 2242, where a double runs out of digits. Numbers beyond ±1e15 are no times.
 */
final class UnixTime {

    /** From this magnitude on a number counts milliseconds. */
    static final double FIRST_MILLISECONDS = 1e11;

    private static final double LARGEST = 1e15;
    private static final long LARGEST_SECONDS = (long) (LARGEST / 1_000);

    /** ISO 8601 as loggers write it: date and time, a fraction or none, a zone or none. */
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .parseDefaulting(ChronoField.OFFSET_SECONDS, ZoneOffset.UTC.getTotalSeconds())
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final Pattern BLANK_FOR_T = Pattern.compile("(?<=^[0-9-]{10}) ");

    private UnixTime() {}

    /** The instant that {@code number} means; {@code what} names it in the refusal. */
    static Instant ofNumber(double number, Object what) throws Refusal {
        if (!(Math.abs(number) <= LARGEST)) {
            throw new Refusal(Reason.MALFORMED, what + " is beyond any clock");
        }
        boolean isMilliseconds = Math.abs(number) >= FIRST_MILLISECONDS;
        var whole = (long) Math.floor(number);
        long microsPerUnit = isMilliseconds ? 1_000 : 1_000_000;
        // The whole part apart, so that the product cannot round what the double still knows.
        return WireFormat.instant(whole * microsPerUnit + Math.round((number - whole) * microsPerUnit));
    }

    /** The instant that {@code text} spells in ISO 8601; without a zone it is UTC. */
    static Instant ofText(String text, String what) throws Refusal {
        try {
            String withT = BLANK_FOR_T.matcher(text).replaceFirst("T");
            Instant time = ISO.parse(withT, OffsetDateTime::from).toInstant();
            if (Math.abs(time.getEpochSecond()) <= LARGEST_SECONDS) {
                return time.truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException notATime) {
            // Told below, as a time beyond any clock is.
        }
        throw new Refusal(Reason.MALFORMED, what + " is neither Unix seconds nor ISO 8601");
    }
}
