package org.airlog.launcher.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Times as files write them: Unix seconds, with a fraction down to the microsecond, or ISO 8601. */
final class UnixTime {

    private static final Pattern SECONDS = Pattern.compile("-?\\d{1,11}(\\.\\d{1,9})?");
    private static final int MICROSECONDS = 6;

    private UnixTime() {}

    /** Reads a time; throws {@link java.time.format.DateTimeParseException} for text that is none. */
    static Instant parse(String text) {
        if (!SECONDS.matcher(text).matches()) {
            return OffsetDateTime.parse(text).toInstant();
        }
        BigDecimal seconds = new BigDecimal(text).setScale(MICROSECONDS, RoundingMode.FLOOR);
        long micros = seconds.movePointRight(MICROSECONDS).longValueExact();
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
