package org.airlog.portal.letters;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a letter lies in its topic, written {@code partition:offset}. */
public record LetterId(int partition, long offset) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6}):(\\d{1,18})");

    /** Reads one; empty where {@code text} is none. */
    public static Optional<LetterId> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
