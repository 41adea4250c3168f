package org.airlog.observation.signature;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.airlog.observation.Payload;

/**
 * {@code OpenSmogHash}: SHA-256 over the payload followed by the secret's text.
 *
 * <p>Devices without real cryptography can make it. It binds neither topic nor time, so it can be replayed; the merge on
 * (sensor, time) makes a replay harmless. Immutable and thread-safe.
 */
public final class OpenSmogHash implements Signature {

    /** The scheme's name. */
    public static final String SCHEME = "OpenSmogHash";

    private final byte[] digest;

    OpenSmogHash(byte[] digest) {
        this.digest = digest;
    }

    /** Signs {@code payload}. */
    public static OpenSmogHash sign(Secret secret, Payload payload) {
        return new OpenSmogHash(digest(secret, payload));
    }

    @Override
    public boolean matches(Secret secret, String topic, Payload payload) {
        return MessageDigest.isEqual(digest, digest(secret, payload));
    }

    @Override
    public Optional<Instant> signedAt() {
        return Optional.empty();
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    private static byte[] digest(Secret secret, Payload payload) {
        var sha256 = Sha256.newDigest();
        sha256.update(payload.bytes());
        return sha256.digest(secret.bytes());
    }
}
