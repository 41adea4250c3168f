package org.airlog.portal.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page ended, for who asks for the next: opaque to him. It names the last row that he has seen and not how many,
 * so that rows which come meanwhile move nothing.
 *
 * @param kind what it is a place in, one letter
 * @param last the last row's key
 */
record Cursor(char kind, String last) {

    static final char SENSORS = 's';
    static final char OBSERVATIONS = 'o';

    private static final String NAME = "cursor";
    private static final int LONGEST = 400;

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((kind + last).getBytes(StandardCharsets.UTF_8));
    }

    static Optional<Cursor> of(Parameters parameters, char kind) throws RefusedQueryException {
        Optional<String> text = parameters.text(NAME);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String plain = plain(text.get());
        if (plain.length() < 2 || plain.charAt(0) != kind) {
            throw refused();
        }
        return Optional.of(new Cursor(kind, plain.substring(1)));
    }

    static RefusedQueryException refused() {
        return new RefusedQueryException(NAME, "expected the value of next of the page before");
    }

    private static String plain(String text) throws RefusedQueryException {
        if (text.length() > LONGEST) {
            throw refused();
        }
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw refused();
        }
    }
}
