package org.airlog.broker.sensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The claim code of a provisioned SUID as the door keeps it: the first 128 bits of SHA-256(SUID ‖ code), never the code.
 *
 * <p>Where the code was sealed with a key that is missing here, it is not {@link #isReadable readable} and nothing can be
 * compared with it. {@code toString} is redacted, comparing takes constant time. Immutable.
 */
public final class ClaimCode {

    private final long high;
    private final long low;
    /** Null where the code could be opened. */
    private final @Nullable Unopened unopened;

    /** The step that brought it and the key that would open it; an empty one where none would help. */
    private record Unopened(UUID step, String keyId) {}

    private ClaimCode(long high, long low, @Nullable Unopened unopened) {
        this.high = high;
        this.low = low;
        this.unopened = unopened;
    }

    /** What is kept of {@code code}. */
    public static ClaimCode of(Suid suid, Secret code) {
        return of(suid, code.reveal().getBytes(StandardCharsets.UTF_8));
    }

    static ClaimCode of(Suid suid, byte[] text) {
        var hash = ByteBuffer.wrap(sha256(suid.toBytes(), text));
        return new ClaimCode(hash.getLong(), hash.getLong(), null);
    }

    /** One that {@code step} brought, sealed with the key {@code keyId}, which does not open it here. */
    static ClaimCode sealedWith(String keyId, UUID step) {
        return new ClaimCode(0, 0, new Unopened(step, keyId));
    }

    /** Whether it is the one that {@code step} brought, and not to be opened until now. */
    boolean awaits(UUID step) {
        return unopened != null && unopened.step().equals(step);
    }

    /** Whether {@code code} is the one; false while it cannot be read. */
    public boolean matches(Suid suid, Secret code) {
        ClaimCode other = of(suid, code);
        return isReadable() && ((high ^ other.high) | (low ^ other.low)) == 0;
    }

    /** Whether anything can be compared with it. */
    public boolean isReadable() {
        return unopened == null;
    }

    /** The key that would open it, where one would. */
    Optional<String> missingKeyId() {
        return Optional.ofNullable(unopened).map(Unopened::keyId).filter(id -> !id.isEmpty());
    }

    private static byte[] sha256(byte[] suid, byte[] text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(suid);
            return digest.digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClaimCode code
                && ((high ^ code.high) | (low ^ code.low)) == 0
                && Objects.equals(unopened, code.unopened);
    }

    @Override
    public int hashCode() {
        return Objects.hash(high, low, unopened);
    }

    @Override
    public String toString() {
        return "ClaimCode[redacted]";
    }
}
