package org.airlog.portal.download;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In what form a table is answered. */
public enum Format {
    /** A page. */
    HTML,
    /** A file to save. */
    CSV,
    /** An object of columns. */
    JSON;

    /** The value of the parameter {@code format}: its name in lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format that is called {@code label}. */
    public static Optional<Format> of(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equals(label))
                .findFirst();
    }
}
