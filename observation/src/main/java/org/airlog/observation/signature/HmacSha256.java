package org.airlog.observation.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.airlog.observation.Payload;

/**
 * {@code HMAC-SHA256} (RFC 2104) over topic, LF, optionally Unix seconds and LF, and the payload.
 *
 * <p>It binds the topic, and with a time also the moment, so that neither another topic nor a later day can use it.
 * Immutable and thread-safe.
 */
public final class HmacSha256 implements Signature {

    /** The scheme's name. */
    public static final String SCHEME = "HMAC-SHA256";

    private static final String ALGORITHM = "HmacSHA256";

    /** One for each thread, as it is not thread-safe: to look for one takes as long as to sign a short payload. */
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(HmacSha256::newMac);

    private final byte[] mac;
    private final Optional<Instant> signedAt;

    HmacSha256(byte[] mac, Optional<Instant> signedAt) {
        this.mac = mac;
        this.signedAt = signedAt;
    }

    /** Signs {@code payload} for {@code topic}. */
    public static HmacSha256 sign(Secret secret, String topic, Payload payload) {
        return new HmacSha256(mac(secret, topic, Optional.empty(), payload), Optional.empty());
    }

    /** Signs {@code payload} for {@code topic} at {@code signedAt}, which counts in whole seconds. */
    public static HmacSha256 sign(Secret secret, String topic, Instant signedAt, Payload payload) {
        return new HmacSha256(mac(secret, topic, Optional.of(signedAt), payload), Optional.of(signedAt));
    }

    @Override
    public boolean matches(Secret secret, String topic, Payload payload) {
        return MessageDigest.isEqual(mac, mac(secret, topic, signedAt, payload));
    }

    @Override
    public Optional<Instant> signedAt() {
        return signedAt;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        return HexFormat.of().formatHex(mac);
    }

    private static byte[] mac(Secret secret, String topic, Optional<Instant> signedAt, Payload payload) {
        String prefix = topic + "\n"
                + signedAt.map(time -> time.getEpochSecond() + "\n").orElse("");
        try {
            Mac mac = MAC.get();
            mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
            mac.update(prefix.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(payload.bytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime takes no key for " + ALGORITHM, e);
        }
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}
