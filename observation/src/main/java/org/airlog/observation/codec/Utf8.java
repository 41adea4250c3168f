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

    static CharBuffer decode(byte[] bytes, String what) throws Refusal {
        return decode(bytes, bytes.length, what);
    }

    /** Decodes the first {@code length} bytes. */
    static CharBuffer decode(byte[] bytes, int length, String what) throws Refusal {
        try {
            // Not Jackson's own decoding: it guesses UTF-16 and UTF-32 and passes some ill-formed sequences.
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
        } catch (CharacterCodingException e) {
            throw new Refusal(Reason.MALFORMED, what + " is not UTF-8");
        }
    }
}
