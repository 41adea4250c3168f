package org.airlog.observation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one publish, exactly as they arrived: signatures are over them, so nothing may rewrite them.
 *
 * <p>Immutable by convention: who wraps an array gives it away, and {@link #bytes()} hands out the array itself to keep
 * the hot path free of copies. {@code toString} tells the length only.
 */
public final class Payload {

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps {@code bytes} without a copy; the caller must not change them afterwards. */
    public static Payload of(byte[] bytes) {
        return new Payload(bytes);
    }

    /** Copies what {@code buffer} has left; its position stays. */
    public static Payload copyOf(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return new Payload(bytes);
    }

    /** The UTF-8 bytes of {@code text}. */
    public static Payload ofText(String text) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The array itself, not a copy: read it, do not write it. */
    public byte[] bytes() {
        return bytes;
    }

    /** Length in bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Payload[" + bytes.length + " bytes]";
    }
}
