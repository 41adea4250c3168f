package org.airlog.observation.sealing;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/**
 * An AES-256 key with the name by which sealed bytes refer to it.
 *
 * <p>Written {@code <id>:<64 hex digits>} in configuration. {@code toString} tells the id only.
 */
public final class SealingKey {

    /** Bytes of an AES-256 key. */
    public static final int LENGTH = 32;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final String id;
    private final SecretKeySpec key;

    private SealingKey(String id, byte[] bytes) {
        this.id = id;
        this.key = new SecretKeySpec(bytes, "AES");
    }

    /** Reads {@code <id>:<hex>}; throws {@link IllegalArgumentException}, which never quotes the key. */
    public static SealingKey parse(String text) {
        int colon = text.indexOf(':');
        String id = colon < 0 ? "" : text.substring(0, colon);
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "a key is written <id>:<64 hex digits>, the id in lower-case letters, digits and hyphens, at most 32");
        }
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(text.substring(colon + 1));
        } catch (IllegalArgumentException notHex) {
            bytes = new byte[0];
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("key " + id + " is not 64 hex digits");
        }
        return new SealingKey(id, bytes);
    }

    /** The written form of a new random key. */
    public static String generate(String id, SecureRandom random) {
        var bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return id + ":" + HexFormat.of().formatHex(bytes);
    }

    /** The name that sealed bytes carry. */
    public String id() {
        return id;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    SecretKeySpec key() {
        return key;
    }

    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}
