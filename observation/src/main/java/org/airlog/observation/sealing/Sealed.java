package org.airlog.observation.sealing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Encrypted bytes with the id of their key; what they hold can only be read through {@link Seal}. Immutable. */
public final class Sealed {

    private final byte[] bytes;

    private Sealed(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps bytes that came from a log, without a copy. */
    public static Sealed of(byte[] bytes) {
        return new Sealed(bytes);
    }

    /** The bytes for a log; not a copy, do not write them. */
    public byte[] bytes() {
        return bytes;
    }

    /** The id of the key that it was sealed with; empty where the bytes name none. */
    public String keyId() {
        if (bytes.length == 0 || bytes[0] <= 0 || bytes.length < 1 + bytes[0]) {
            return "";
        }
        var id = new String(bytes, 1, bytes[0], StandardCharsets.US_ASCII);
        // Damaged bytes go into no text.
        return SealingKey.isId(id) ? id : "";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed sealed && Arrays.equals(bytes, sealed.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[" + bytes.length + " bytes]";
    }
}
