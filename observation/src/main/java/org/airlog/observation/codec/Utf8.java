package org.airlog.observation.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/** Text from a stranger's bytes: well-formed UTF-8 or a {@link Refusal}, never a replacement character. */
final class Utf8 {

    private Utf8() {}

    static CharBuffer decode(byte[] bytes, Object what) throws Refusal {
        return decode(bytes, bytes.length, what);
    }

    /** Decodes the first {@code length} bytes. */
    static CharBuffer decode(byte[] bytes, int length, Object what) throws Refusal {
        if (isAscii(bytes, length)) {
            var chars = new char[length];
            for (int i = 0; i < length; i++) {
                chars[i] = (char) bytes[i];
            }
            return CharBuffer.wrap(chars);
        }
        try {
            // Not Jackson's own decoding: it guesses UTF-16 and UTF-32 and passes some ill-formed sequences.
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
        } catch (CharacterCodingException e) {
            throw new Refusal(Reason.MALFORMED, what + " is not UTF-8");
        }
    }

    /** The text of {@code bytes}. */
    static String text(byte[] bytes, Object what) throws Refusal {
        return isAscii(bytes, bytes.length)
                ? new String(bytes, StandardCharsets.US_ASCII)
                : decode(bytes, what).toString();
    }

    /** Nearly all is, and needs no decoder. */
    private static boolean isAscii(byte[] bytes, int length) {
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }
}
