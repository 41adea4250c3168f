package org.airlog.portal.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of one query, each known and given at most once. Blank ones count as not given. */
public final class Parameters {

    private static final int LONGEST_QUERY = 2_000;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    /** Reads {@code raw}, the part behind the question mark, in which only {@code known} names may stand. */
    public static Parameters of(String raw, List<String> known) throws RefusedQueryException {
        if (raw.length() > LONGEST_QUERY) {
            throw new RefusedQueryException("query", "at most " + LONGEST_QUERY + " characters are read");
        }
        var values = new LinkedHashMap<String, String>();
        for (String part : raw.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            if (!known.contains(name)) {
                throw new RefusedQueryException(
                        name,
                        known.isEmpty()
                                ? "this path takes no parameters"
                                : "unknown, expected " + String.join(", ", known));
            }
            if (values.put(
                            name,
                            equals < 0
                                    ? ""
                                    : decoded(part.substring(equals + 1)).strip())
                    != null) {
                throw new RefusedQueryException(name, "given twice, expected once");
            }
        }
        return new Parameters(values);
    }

    /** The text of {@code name}. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** The values of a list with commas between them; empty where there is none. */
    List<String> list(String name, int most) throws RefusedQueryException {
        var list = new ArrayList<String>();
        for (String value : text(name).orElse("").split(",", -1)) {
            if (!value.isBlank() && !list.contains(value.strip())) {
                list.add(value.strip());
            }
        }
        if (list.size() > most) {
            throw new RefusedQueryException(name, "at most " + most + " values");
        }
        return List.copyOf(list);
    }

    /** {@code count} numbers with commas between them; empty where there are none. */
    Optional<double[]> numbers(String name, int count, String expected) throws RefusedQueryException {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = text.get().split(",", -1);
        var numbers = new double[count];
        try {
            for (int i = 0; i < count; i++) {
                numbers[i] = Double.parseDouble(parts[i].strip());
                if (!Double.isFinite(numbers[i])) {
                    throw new RefusedQueryException(name, expected);
                }
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new RefusedQueryException(name, expected);
        }
        if (parts.length != count) {
            throw new RefusedQueryException(name, expected);
        }
        return Optional.of(numbers);
    }

    /** How many rows of one answer; {@code usual} where it is not said. */
    public int limit(int usual, int most) throws RefusedQueryException {
        String text = text("limit").orElse(Integer.toString(usual));
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // as one that is out of bounds
        }
        throw new RefusedQueryException("limit", "expected a whole number from 1 to " + most);
    }

    /** A time in ISO 8601 with its zone; microseconds count, as in the database. */
    Optional<Instant> time(String name) throws RefusedQueryException {
        String expected = "expected a time from 1900 to 2199 such as 2024-05-31T06:00:00Z";
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            // A plus that was not encoded is a blank.
            Instant time = OffsetDateTime.parse(text.get().replace(' ', '+')).toInstant();
            if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
                throw new RefusedQueryException(name, expected);
            }
            return Optional.of(Micros.floor(time));
        } catch (DateTimeException e) {
            throw new RefusedQueryException(name, expected);
        }
    }

    boolean flag(String name) throws RefusedQueryException {
        return switch (text(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new RefusedQueryException(name, "expected true or false");
        };
    }

    /** What is not encoded as it should be means itself. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
