package org.airlog.portal.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code GET …/observations} asks for, before it is known what the sensor has.
 *
 * @param from empty = as long before {@code to} as is usual
 * @param to empty = up to the sensor's last observation
 * @param types public names; empty = all that the sensor has
 * @param bucket empty = whatever suits the range
 * @param limit most raw rows of one page
 * @param after the time of the last raw row of the page before
 */
public record ObservationQuery(
        Optional<Instant> from,
        Optional<Instant> to,
        List<String> types,
        Optional<Bucket> bucket,
        boolean percentiles,
        int limit,
        Optional<Instant> after) {

    /** Points of one answer: what is larger is asked for in parts, or as CSV. */
    static final int MOST_POINTS = 50_000;

    private static final int USUAL_ROWS = 1_000;
    private static final int MOST_ROWS = 10_000;
    private static final int MOST_TYPES = 30;
    private static final List<String> OF_PAGES =
            List.of("from", "to", "types", "bucket", "percentiles", "limit", "cursor");
    private static final List<String> OF_FILES = List.of("from", "to", "types", "bucket");

    /** Copies the list. */
    public ObservationQuery {
        types = List.copyOf(types);
    }

    /** Of an answer in JSON. */
    public static ObservationQuery ofPage(String raw) throws RefusedQueryException {
        var parameters = Parameters.of(raw, OF_PAGES);
        Optional<Instant> after = Optional.empty();
        Optional<Cursor> cursor = Cursor.of(parameters, Cursor.OBSERVATIONS);
        if (cursor.isPresent()) {
            after = Optional.of(time(cursor.get()));
        }
        return of(parameters, "auto", parameters.flag("percentiles"), parameters.limit(USUAL_ROWS, MOST_ROWS), after);
    }

    /** Of a file, which has no pages. */
    public static ObservationQuery ofFile(String raw) throws RefusedQueryException {
        return of(Parameters.of(raw, OF_FILES), "raw", false, MOST_ROWS, Optional.empty());
    }

    private static ObservationQuery of(
            Parameters parameters, String usualBucket, boolean percentiles, int limit, Optional<Instant> after)
            throws RefusedQueryException {
        Optional<Instant> from = parameters.time("from");
        Optional<Instant> to = parameters.time("to");
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new RefusedQueryException("to", "expected a time after from");
        }
        return new ObservationQuery(
                from,
                to,
                parameters.list("types", MOST_TYPES),
                Bucket.of(parameters, usualBucket),
                percentiles,
                limit,
                after);
    }

    /** The stretch that is meant, of a sensor whose newest observation is of {@code last}. */
    public Range range(Optional<Instant> last, Instant now) {
        Instant end = to.orElseGet(() -> {
            Instant newest = Micros.after(last.orElse(now));
            return from.isPresent() && !from.get().isBefore(newest) ? Micros.after(from.get()) : newest;
        });
        return new Range(Micros.floor(from.orElse(end.minus(Range.USUAL))), Micros.floor(end));
    }

    /** The bucket of an answer that spans {@code range}; throws where it may not span as much. */
    public Bucket bucket(Range range, int types) throws RefusedQueryException {
        if (percentiles && range.length().compareTo(Bucket.MOST_FROM_ROWS) > 0) {
            throw new RefusedQueryException(
                    "percentiles",
                    "are counted from the raw rows, of at most " + Bucket.days(Bucket.MOST_FROM_ROWS)
                            + ": ask for a shorter range, or without them");
        }
        Bucket chosen = bucket(range);
        if (percentiles && chosen == Bucket.RAW) {
            throw new RefusedQueryException("percentiles", "expected with buckets only, such as bucket=hour");
        }
        if (range.length().compareTo(chosen.longestRange()) > 0) {
            throw new RefusedQueryException(
                    "from",
                    "one answer spans at most " + Bucket.days(chosen.longestRange()) + " of bucket=" + chosen.label()
                            + ": ask for a shorter range"
                            + chosen.wider(range.length())
                                    .map(wider -> ", or bucket=" + wider.label())
                                    .orElse("")
                            + ", or for observations.csv");
        }
        if (chosen != Bucket.RAW && points(range.whole(chosen), chosen) * types > MOST_POINTS) {
            throw new RefusedQueryException(
                    "bucket",
                    "the answer may have more than " + MOST_POINTS
                            + " points: ask for fewer types=, a larger bucket, a shorter range, or observations.csv");
        }
        return chosen;
    }

    /** The bucket of an answer of any length. */
    public Bucket bucket(Range range) {
        return bucket.orElseGet(() -> {
            Bucket suiting = Bucket.suiting(range.length());
            return percentiles && suiting == Bucket.RAW ? Bucket.MINUTES_15 : suiting;
        });
    }

    /** Of the types that the sensor has those that are meant, in the order in which they were asked for. */
    public List<ReadingKind> chosen(List<ReadingKind> existing, List<ReadingKind> ofSensor)
            throws RefusedQueryException {
        if (types.isEmpty()) {
            return ofSensor.size() > MOST_TYPES ? ofSensor.subList(0, MOST_TYPES) : ofSensor;
        }
        var chosen = new ArrayList<ReadingKind>();
        for (String name : types) {
            chosen.add(existing.stream()
                    .filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new RefusedQueryException(
                            "types", "expected names of /api/v1/reading-types, with commas between them")));
        }
        return List.copyOf(chosen);
    }

    static String cursorAfter(Instant time) {
        return new Cursor(Cursor.OBSERVATIONS, Long.toString(Micros.count(time))).text();
    }

    private static Instant time(Cursor cursor) throws RefusedQueryException {
        try {
            return Micros.of(Long.parseLong(cursor.last()));
        } catch (NumberFormatException | DateTimeException notOurs) {
            throw Cursor.refused();
        }
    }

    private static long points(Range range, Bucket bucket) {
        Duration length = range.length();
        return length.toSeconds() / bucket.length().toSeconds();
    }
}
