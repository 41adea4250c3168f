package org.airlog.configuration;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much may come how often: {@code amount} in each {@code period}, and {@code burst} at once after a rest. Written
 * {@code 2/s burst 240}; the period is {@code s}, {@code m} or {@code h}, and without a burst it is the amount.
 *
 * @param amount at least 1
 * @param burst at least 1
 */
public record Rate(long amount, Duration period, long burst) {

    private static final Pattern WRITTEN =
            Pattern.compile("([1-9][0-9]{0,8})\\s*/\\s*([smh])(?:\\s+burst\\s+([1-9][0-9]{0,8}))?");

    public Rate {
        if (amount < 1 || burst < 1 || period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("a rate is positive");
        }
    }

    /** Reads what an operator has written; throws {@link IllegalArgumentException} that says what is expected. */
    public static Rate parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!written.matches()) {
            throw new IllegalArgumentException("expected a rate such as 2/s burst 240, 20/m or 120/h burst 60");
        }
        long amount = Long.parseLong(written.group(1));
        Duration period =
                switch (written.group(2)) {
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    default -> Duration.ofHours(1);
                };
        return new Rate(amount, period, written.group(3) == null ? amount : Long.parseLong(written.group(3)));
    }
}
