package org.airlog.portal.letters;

import java.util.Locale;

/** Text from strangers, made harmless for a terminal: what is not printable is escaped, and what would not end is cut. */
public final class Printable {

    private Printable() {}

    /** On one line; at most {@code most} characters and a sign that there were more. */
    public static String line(String text, int most) {
        var line = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < text.length(); ) {
            if (shown++ == most) {
                return line.append('…').toString();
            }
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (isPrintable(character)) {
                line.appendCodePoint(character);
            } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", character));
            }
        }
        return line.toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
