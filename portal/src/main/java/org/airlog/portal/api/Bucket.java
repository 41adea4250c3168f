package org.airlog.portal.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How long a time one point of a series stands for.
 *
 * <p>Buckets begin at whole multiples of their length since 2001-01-01T00:00Z, a Monday: hours, days and ISO weeks of UTC.
 */
public enum Bucket {
    /** The observations themselves. */
    RAW("raw", Duration.ZERO, Source.ROWS, Duration.ofDays(31)),
    /** A minute. */
    MINUTE("PT1M", Duration.ofMinutes(1), Source.ROWS, Duration.ofDays(31)),
    /** 5 minutes. */
    MINUTES_5("PT5M", Duration.ofMinutes(5), Source.ROWS, Duration.ofDays(31)),
    /** 10 minutes. */
    MINUTES_10("PT10M", Duration.ofMinutes(10), Source.ROWS, Duration.ofDays(31)),
    /** 15 minutes. */
    MINUTES_15("PT15M", Duration.ofMinutes(15), Source.ROWS, Duration.ofDays(31)),
    /** 30 minutes. */
    MINUTES_30("PT30M", Duration.ofMinutes(30), Source.ROWS, Duration.ofDays(31)),
    /** An hour. */
    HOUR("PT1H", Duration.ofHours(1), Source.HOURS, Duration.ofDays(400)),
    /** 3 hours. */
    HOURS_3("PT3H", Duration.ofHours(3), Source.HOURS, Duration.ofDays(400)),
    /** 6 hours. */
    HOURS_6("PT6H", Duration.ofHours(6), Source.HOURS, Duration.ofDays(400)),
    /** 12 hours. */
    HOURS_12("PT12H", Duration.ofHours(12), Source.HOURS, Duration.ofDays(400)),
    /** A day. */
    DAY("P1D", Duration.ofDays(1), Source.DAYS, Duration.ofDays(7_305)),
    /** A week. */
    WEEK("P7D", Duration.ofDays(7), Source.DAYS, Duration.ofDays(7_305));

    /** What is read for it. */
    public enum Source {
        /** The raw rows. */
        ROWS,
        /** The hours that were counted beforehand. */
        HOURS,
        /** The days likewise. */
        DAYS
    }

    /** The start of one of every size. */
    public static final Instant ORIGIN = Instant.parse("2001-01-01T00:00:00Z");

    static final Duration MOST_FROM_ROWS = Duration.ofDays(31);

    private static final Duration RAW_UP_TO = Duration.ofDays(2);
    private static final Duration HOURS_UP_TO = Duration.ofDays(62);

    private final String label;
    private final Duration length;
    private final Source source;
    private final Duration longestRange;

    Bucket(String label, Duration length, Source source, Duration longestRange) {
        this.label = label;
        this.length = length;
        this.source = source;
        this.longestRange = longestRange;
    }

    /** As in the API: {@code raw}, or a length in ISO 8601. */
    public String label() {
        return label;
    }

    /** Its length; zero of raw rows. */
    public Duration length() {
        return length;
    }

    /** What is read for it. */
    public Source source() {
        return source;
    }

    /** Most of what one answer may span. */
    Duration longestRange() {
        return longestRange;
    }

    /** The start of the one that {@code time} lies in. */
    public Instant start(Instant time) {
        if (this == RAW) {
            return time;
        }
        long seconds = Math.floorDiv(time.getEpochSecond() - ORIGIN.getEpochSecond(), length.toSeconds());
        return ORIGIN.plusSeconds(seconds * length.toSeconds());
    }

    /** {@code time} where one starts then, else the start of the next. */
    public Instant end(Instant time) {
        Instant start = start(time);
        return start.equals(time) ? time : start.plus(length);
    }

    /** The one that suits a range of this length. */
    static Bucket suiting(Duration range) {
        if (range.compareTo(RAW_UP_TO) <= 0) {
            return RAW;
        }
        return range.compareTo(HOURS_UP_TO) <= 0 ? HOUR : DAY;
    }

    /** Of parameter {@code bucket}; empty = whatever suits. */
    static Optional<Bucket> of(Parameters parameters, String usual) throws RefusedQueryException {
        String text = parameters.text("bucket").orElse(usual);
        switch (text) {
            case "auto" -> {
                return Optional.empty();
            }
            case "hour" -> {
                return Optional.of(HOUR);
            }
            case "day" -> {
                return Optional.of(DAY);
            }
            case "week" -> {
                return Optional.of(WEEK);
            }
            default -> {
                List<Bucket> named = Arrays.stream(values())
                        .filter(bucket -> bucket.label.equals(text))
                        .toList();
                if (named.isEmpty()) {
                    throw new RefusedQueryException(
                            "bucket",
                            "expected auto, hour, day, week or one of "
                                    + Arrays.stream(values()).map(Bucket::label).collect(Collectors.joining(", ")));
                }
                return Optional.of(named.get(0));
            }
        }
    }

    /** The first larger one of which an answer may span {@code range}. */
    Optional<Bucket> wider(Duration range) {
        return Arrays.stream(values())
                .filter(bucket -> bucket.compareTo(this) > 0 && bucket.longestRange.compareTo(range) >= 0)
                .findFirst();
    }

    /** The length as people say it. */
    static String days(Duration length) {
        return length.toDays() + " days";
    }
}
