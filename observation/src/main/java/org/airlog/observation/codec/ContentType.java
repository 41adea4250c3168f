package org.airlog.observation.codec;

import java.util.Locale;
import java.util.Set;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/**
 * A content type as senders write it: {@code Text/CSV; charset="utf-8"} (RFC 9110, section 8.3.1).
 *
 * <p>Everything is read as UTF-8. Other charsets are refused, unless they are ASCII as far as the payload goes: HTTP
 * clients state {@code ISO-8859-1} unasked.
 *
 * @param mediaType lower-case type and subtype; empty where none is written
 * @param charset lower-case, without quotes; empty where none is written
 */
record ContentType(String mediaType, String charset) {

    private static final ContentType NONE = new ContentType("", "");
    private static final int LONGEST = 200;
    private static final Set<String> UTF_8 = Set.of("", "utf-8", "utf8");
    private static final Set<String> LIKE_ASCII = Set.of("us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252");

    /** Reads any text; one that is too long for a content type is taken for one that nobody knows. */
    static ContentType parse(String written) {
        if (written.isEmpty()) {
            return NONE;
        }
        if (written.length() > LONGEST) {
            return new ContentType("too long", "");
        }
        String[] parts = written.split(";", -1);
        String charset = "";
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals >= 0 && plain(parts[i].substring(0, equals)).equals("charset")) {
                charset = plain(parts[i].substring(equals + 1).replace("\"", ""));
            }
        }
        return new ContentType(plain(parts[0]), charset);
    }

    /** Refuses a charset that {@code payload} must not be read in. */
    void checkCharset(Payload payload) throws Refusal {
        boolean isUtf8 = UTF_8.contains(charset) || (LIKE_ASCII.contains(charset) && isAscii(payload));
        if (!isUtf8) {
            throw new Refusal(Reason.CONTENT_TYPE_UNSUPPORTED, "the charset must be utf-8");
        }
    }

    private static boolean isAscii(Payload payload) {
        for (byte each : payload.bytes()) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static String plain(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
