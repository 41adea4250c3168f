package org.airlog.observation;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Sensor Unique ID: 128 bits that name one sensor.
 *
 * <p>Canonical text is a lower-case UUID with hyphens; {@link #parse} also takes upper case and {@code urn:uuid:}
 * (RFC 9562), and nothing else.
 */
public record Suid(UUID value) implements Comparable<Suid> {

    private static final Pattern FORM =
            Pattern.compile("(?:urn:uuid:)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");
    private static final int LONGEST = "urn:uuid:".length() + 36;

    /** The SUID that {@code text} spells, or empty where it spells none. */
    public static Optional<Suid> parse(String text) {
        // UUID.fromString alone takes "1-1-1-1-1", which no sticker says.
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.matches() ? Optional.of(new Suid(UUID.fromString(matcher.group(1)))) : Optional.empty();
    }

    /** The SUID of 16 bytes, most significant first; throws {@link IllegalArgumentException} for any other number. */
    public static Suid ofBytes(byte[] bytes) {
        if (bytes.length != UuidBytes.LENGTH) {
            throw new IllegalArgumentException("a SUID has 16 bytes, not " + bytes.length);
        }
        return new Suid(UuidBytes.read(ByteBuffer.wrap(bytes)));
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
