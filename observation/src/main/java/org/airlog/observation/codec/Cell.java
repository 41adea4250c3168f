package org.airlog.observation.codec;

import java.util.regex.Pattern;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/** One value of an upload's column. */
sealed interface Cell {

    /** Nothing: null, an empty cell, or the padding of a short column. */
    Cell ABSENT = new Absent();

    /** See {@link #ABSENT}. */
    record Absent() implements Cell {}

    /** A finite number. */
    record Numeric(double value) implements Cell {}

    /** Anything else, without NUL, which no database keeps. */
    record Text(String value) implements Cell {}

    /** Double.parseDouble alone also takes "NaN", "1d" and hexadecimal floats, which are text here. */
    Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

    /** A cell of a format that knows text only: blank is absent, a decimal number is a number, blanks around it dropped. */
    static Cell ofText(String text) throws Refusal {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return ABSENT;
        }
        if (!DECIMAL.matcher(stripped).matches()) {
            return text(text);
        }
        if (stripped.length() > JsonPayload.MAX_NUMBER_LENGTH) {
            throw new Refusal(Reason.MALFORMED, "a number is too long");
        }
        double value = Double.parseDouble(stripped);
        if (!Double.isFinite(value)) {
            throw new Refusal(Reason.MALFORMED, "a number is not finite");
        }
        return new Numeric(value);
    }

    /**
     * The value that comes next, as devices send it: a number may stand in quotes, padded with blanks. Null is absent,
     * and so is what holds values of its own.
     */
    static Cell next(PayloadReader reader) throws Refusal {
        return switch (reader.next()) {
            case NUMBER -> new Numeric(reader.number("a value"));
            case TEXT -> ofText(reader.text("a value"));
            case BOOLEAN -> text(Boolean.toString(reader.truth("a value")));
            case NULL, ARRAY, MAP, OTHER -> {
                reader.skip();
                yield ABSENT;
            }
        };
    }

    /** Text that stays text, whatever it spells; empty is absent. */
    static Cell text(String text) throws Refusal {
        if (text.isEmpty()) {
            return ABSENT;
        }
        if (text.codePoints().anyMatch(point -> point == 0 || ReadingNames.isHalfSurrogate(point))) {
            throw new Refusal(Reason.MALFORMED, "a text holds NUL or half a surrogate pair");
        }
        return new Text(text);
    }
}
