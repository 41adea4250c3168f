package org.airlog.observation.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The key of one sensor: the text that was delivered to it, as ASCII bytes.
 *
 * <p>Signatures are keyed with the text, not with the bytes that its hex digits spell. {@code toString} is redacted,
 * {@code equals} takes constant time.
 */
public final class Secret {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final byte[] text;

    private Secret(byte[] text) {
        this.text = text;
    }

    /** The secret with this text; it may not be empty. */
    public static Secret ofText(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a secret may not be empty");
        }
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A new secret of {@code bytes} random bytes, delivered as twice as many upper-case hex digits. */
    public static Secret generate(SecureRandom random, int bytes) {
        var raw = new byte[bytes];
        random.nextBytes(raw);
        return ofText(HEX.formatHex(raw));
    }

    /** The text as it is delivered to its sensor: the only way to read it, so that its uses can be found. */
    public String reveal() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The key bytes; not a copy, so only for the signature classes beside this one. */
    byte[] bytes() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(text, secret.text);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(text);
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
