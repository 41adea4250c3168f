package org.airlog.portal.file;

/** Text in CSV (RFC 4180). */
public final class CsvText {

    private CsvText() {}

    /** {@code text} as a cell, in quotes where it needs them. */
    public static String quoted(String text) {
        boolean isPlain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && text.equals(text.strip());
        return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
