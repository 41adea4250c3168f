package org.airlog.observation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Sensor Unique ID: 128 bits that name one sensor.
 *
 * <p>Canonical text is a lower-case UUID with hyphens; {@link #parse} also takes upper case and {@code urn:uuid:}
 * (RFC 9562), and nothing else.
 */
public record Suid(UUID value) implements Comparable<Suid> {

    private static final String URN = "urn:uuid:";
    private static final int LENGTH = 36;
    /** Version 4, drawn once for Airlog. */
    private static final UUID DERIVED_NAMESPACE = UUID.fromString("6f1e5a0c-7c0b-4c5e-9d55-3b8f2a64d1e7");

    private static final int DERIVED_VERSION = 5;

    /** The SUID that {@code text} spells, or empty where it spells none. */
    public static Optional<Suid> parse(String text) {
        boolean isUrn = text.length() == URN.length() + LENGTH
                && text.substring(0, URN.length()).toLowerCase(Locale.ROOT).equals(URN);
        String uuid = isUrn ? text.substring(URN.length()) : text;
        // UUID.fromString alone takes "1-1-1-1-1", which no sticker says.
        return isUuid(uuid) ? Optional.of(new Suid(UUID.fromString(uuid))) : Optional.empty();
    }

    private static boolean isUuid(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean isHyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (isHyphen ? c != '-' : !HexFormat.isHexDigit(c)) {
                return false;
            }
        }
        return true;
    }

    /** The SUID of 16 bytes, most significant first; throws {@link IllegalArgumentException} for any other number. */
    public static Suid ofBytes(byte[] bytes) {
        if (bytes.length != UuidBytes.LENGTH) {
            throw new IllegalArgumentException("a SUID has 16 bytes, not " + bytes.length);
        }
        return new Suid(UuidBytes.read(ByteBuffer.wrap(bytes)));
    }

    /**
     * The SUID of a device that has none of its own: UUID version 5 (RFC 9562, SHA-1) of {@code <dialect>/<device id>}
     * under a namespace that never changes.
     */
    public static Suid derived(String dialect, String deviceId) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-1", e);
        }
        sha1.update(UuidBytes.write(DERIVED_NAMESPACE));
        byte[] hash = sha1.digest((dialect + "/" + deviceId).getBytes(StandardCharsets.UTF_8));
        hash[6] = (byte) ((hash[6] & 0x0F) | (DERIVED_VERSION << 4));
        hash[8] = (byte) ((hash[8] & 0x3F) | 0x80);
        return new Suid(UuidBytes.read(ByteBuffer.wrap(hash)));
    }

    /** Whether it may be {@link #derived}: anybody can work such a SUID out, so that it proves no possession. */
    public boolean isDerived() {
        return value.version() == DERIVED_VERSION;
    }

    /** 16 bytes, most significant first: the key of Kafka records. */
    public byte[] toBytes() {
        return UuidBytes.write(value);
    }

    @Override
    public int compareTo(Suid other) {
        return value.compareTo(other.value);
    }

    /** The canonical text. */
    @Override
    public String toString() {
        return value.toString();
    }
}
