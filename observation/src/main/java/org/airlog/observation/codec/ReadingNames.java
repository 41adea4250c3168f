package org.airlog.observation.codec;

import org.airlog.observation.ReadingTypes;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/** Names that strangers give to readings: checked once, here, so that later code can trust them. */
final class ReadingNames {

    private ReadingNames() {}

    /**
     * The canonical spelling of {@code name}.
     *
     * @throws Refusal {@code malformed} where it is blank, longer than {@code name-length} (code points of the
     *     canonical spelling), or holds a control character or half a surrogate pair
     */
    static String canonical(String name, PayloadLimits limits) throws Refusal {
        // Twice: lower case may be longer, and Java makes it of a long name in time that grows with the square.
        checkLength(name, limits);
        String canonical = ReadingTypes.canonicalName(name);
        checkLength(canonical, limits);
        if (canonical.isBlank()) {
            throw new Refusal(Reason.MALFORMED, "a name is empty");
        }
        for (int i = 0; i < canonical.length(); i += Character.charCount(canonical.codePointAt(i))) {
            if (isForbidden(canonical.codePointAt(i))) {
                throw new Refusal(Reason.MALFORMED, "a name holds a control character");
            }
        }
        return canonical;
    }

    /** A code point in the range of surrogates is a half whose other half is missing: it cannot be written as UTF-8. */
    static boolean isHalfSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static void checkLength(String name, PayloadLimits limits) throws Refusal {
        if (name.codePointCount(0, name.length()) > limits.maxNameLength()) {
            throw new Refusal(
                    Reason.MALFORMED, "name-length: a name has more than " + limits.maxNameLength() + " characters");
        }
    }

    private static boolean isForbidden(int codePoint) {
        return Character.isISOControl(codePoint) || isHalfSurrogate(codePoint);
    }
}
