package org.airlog.observation;

import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs as 16 bytes, most significant first (RFC 9562). */
public final class UuidBytes {

    /** Bytes of one UUID. */
    public static final int LENGTH = 16;

    private UuidBytes() {}

    /** Reads the next 16 bytes of {@code bytes}; throws {@link java.nio.BufferUnderflowException} where there are fewer. */
    public static UUID read(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    /** The 16 bytes of {@code uuid}. */
    public static byte[] write(UUID uuid) {
        return ByteBuffer.allocate(LENGTH)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
