package org.airlog.configuration;

import java.time.Duration;
import java.util.regex.Pattern;

/** Lengths of time as people write them: a whole number and {@code ms}, {@code s}, {@code m}, {@code h}, {@code d} or {@code y}. */
public final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|y)");
    private static final int DAYS_PER_YEAR = 365;

    private Durations() {}

    /** Reads one; throws {@link IllegalArgumentException} that says what is expected. A year has 365 days. */
    public static Duration parse(String text) {
        var matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected a whole number and ms, s, m, h, d or y, such as 500ms or 30y");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofDays(DAYS_PER_YEAR * amount);
        };
    }
}
