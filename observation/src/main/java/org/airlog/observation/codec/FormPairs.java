package org.airlog.observation.codec;

import java.util.Optional;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/**
 * The pairs of an {@code application/x-www-form-urlencoded} payload, one after the other: {@code name=value&name=value}.
 *
 * <p>{@code +} is a blank and {@code %XX} a byte; what they spell must be UTF-8. Without {@code =} the value is empty;
 * empty pairs are left out. Escapes that are cut short or not hexadecimal are refused, where browsers would take them as
 * text. Source: URL Standard (WHATWG), section 5.1.
 */
final class FormPairs {

    private static final int NOT_HEX = -1;

    private final byte[] form;
    private int position;

    /** Opens {@code payload}. */
    FormPairs(Payload payload, PayloadLimits limits) throws Refusal {
        limits.checkLength(payload);
        this.form = payload.bytes();
    }

    /** One pair, decoded. */
    record Pair(String name, String value) {}

    /** The next pair that is not empty. */
    Optional<Pair> next() throws Refusal {
        while (position < form.length && form[position] == '&') {
            position++;
        }
        if (position == form.length) {
            return Optional.empty();
        }
        int end = indexOf('&', position, form.length);
        int equals = indexOf('=', position, end);
        String name = decode(position, equals, "a name");
        String value = equals == end ? "" : decode(equals + 1, end, "a value");
        position = end;
        return Optional.of(new Pair(name, value));
    }

    /** Where {@code wanted} comes first; {@code to} where it does not. */
    private int indexOf(char wanted, int from, int to) {
        int at = from;
        while (at < to && form[at] != wanted) {
            at++;
        }
        return at;
    }

    private String decode(int from, int to, String what) throws Refusal {
        var decoded = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            byte written = form[at];
            if (written == '%') {
                written = escaped(at, to);
                at += 2;
            } else if (written == '+') {
                written = ' ';
            }
            decoded[length++] = written;
        }
        return Utf8.decode(decoded, length, what).toString();
    }

    private byte escaped(int at, int to) throws Refusal {
        int high = at + 2 < to ? digit(form[at + 1]) : NOT_HEX;
        int low = at + 2 < to ? digit(form[at + 2]) : NOT_HEX;
        if (high == NOT_HEX || low == NOT_HEX) {
            throw new Refusal(Reason.MALFORMED, "a % without two hexadecimal digits behind it");
        }
        return (byte) (high << 4 | low);
    }

    private static int digit(byte letter) {
        return letter < 0 ? NOT_HEX : Character.digit(letter, 16);
    }
}
