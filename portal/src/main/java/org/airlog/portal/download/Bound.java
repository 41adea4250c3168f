package org.airlog.portal.download;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A least or a greatest value of one column, itself included.
 *
 * @param value an {@link Instant} for times, a {@link Double} for readings, a {@link String} for text
 */
public record Bound(Column column, Side side, Object value) {

    /** Which end of the range it is. */
    public enum Side {
        /** {@code min_…}. */
        MIN,
        /** {@code max_…}. */
        MAX
    }

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{0,30})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    /** From this magnitude on a number counts milliseconds, as in uploads. */
    private static final double FIRST_MILLISECONDS = 1e11;

    private static final double LARGEST_TIME = 1e15;
    /** 1200 BC: no row is older, and the database's own times, which the milliseconds outrun, begin in 4713 BC. */
    private static final double EARLIEST_SECONDS = -1e11;

    private static final int MICROS_PER_SECOND = 1_000_000;

    /**
     * The bound that {@code text} means; empty where it means none. A time is Unix seconds (or milliseconds) or a UTC
     * date; up to a whole second or a date is up to its end.
     */
    static Optional<Bound> of(Column column, Side side, String text) {
        return switch (column.kind()) {
            case TIME, UPLOAD_TIME -> time(side, text).map(time -> new Bound(column, side, time));
            case READING ->
                NUMBER.matcher(text).matches()
                        ? Optional.of(new Bound(column, side, Double.valueOf(text)))
                        : Optional.empty();
            case TEXT -> Optional.of(new Bound(column, side, text));
        };
    }

    private static Optional<Instant> time(Side side, String text) {
        if (DATE.matcher(text).matches()) {
            return date(text).map(day -> side == Side.MIN ? day : lastOf(day, ChronoUnit.DAYS));
        }
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(text);
        if (Math.abs(number) > LARGEST_TIME) {
            return Optional.empty();
        }
        double seconds = Math.max(EARLIEST_SECONDS, Math.abs(number) >= FIRST_MILLISECONDS ? number / 1_000 : number);
        long whole = (long) Math.floor(seconds);
        Instant time =
                Instant.ofEpochSecond(whole).plus(Math.round((seconds - whole) * MICROS_PER_SECOND), ChronoUnit.MICROS);
        boolean isWholeSecond = time.equals(time.truncatedTo(ChronoUnit.SECONDS));
        return Optional.of(side == Side.MAX && isWholeSecond ? lastOf(time, ChronoUnit.SECONDS) : time);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Instant lastOf(Instant start, ChronoUnit unit) {
        return start.plus(1, unit).minus(1, ChronoUnit.MICROS);
    }
}
