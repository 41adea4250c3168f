package org.airlog.launcher.doctor;

import java.time.Duration;
import java.util.Locale;

/** Faults and amounts in the words of a finding. */
final class Words {

    private static final long KIBI = 1_024;

    private Words() {}

    /** The first line of what {@code failure} says, else its kind. */
    static String of(Throwable failure) {
        String text = failure.getMessage();
        return text == null || text.isBlank()
                ? failure.getClass().getSimpleName()
                : text.lines().findFirst().orElse("");
    }

    static String bytes(long bytes) {
        if (bytes < KIBI) {
            return bytes + " bytes";
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= KIBI) {
            amount /= KIBI;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %ciB", amount, "KMGTPE".charAt(unit));
    }

    static String length(Duration length) {
        if (length.toDays() >= 2) {
            return length.toDays() + " days";
        }
        return length.toHours() >= 2 ? length.toHours() + " hours" : length.toSeconds() + " s";
    }
}
