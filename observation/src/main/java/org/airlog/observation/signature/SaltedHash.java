package org.airlog.observation.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.airlog.observation.Payload;

/**
 * What an upload offers as proof that its sender knows a salt: header {@code Content-<ALG>-Salted}, value {@code
 * hex(ALG(body ‖ salt))}, the salt as UTF-8.
 *
 * <p>Algorithms: MD5, SHA1, SHA224, SHA256, SHA384, SHA512, also spelled {@code SHA-256}; BLAKE2B and BLAKE2S where the
 * platform offers them, which the JDK alone does not. It binds neither path nor time. Comparison takes constant time.
 * Immutable and thread-safe. Source: co2logserver 0.1.2.
 */
public final class SaltedHash {

    private static final Pattern HEADER = Pattern.compile("content-(.{1,16})-salted");

    /** The header's word, without hyphens → the name of the platform's digest. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "md5", "MD5",
            "sha1", "SHA-1",
            "sha224", "SHA-224",
            "sha256", "SHA-256",
            "sha384", "SHA-384",
            "sha512", "SHA-512",
            "blake2b", "BLAKE2B-512",
            "blake2s", "BLAKE2S-256");

    private final String algorithm;
    private final byte[] hash;

    private SaltedHash(String algorithm, byte[] hash) {
        this.algorithm = algorithm;
        this.hash = hash;
    }

    /** Reads a header; empty where it is none of these or malformed, which counts as not given. */
    public static Optional<SaltedHash> parse(String headerName, String value) {
        var header = HEADER.matcher(headerName.toLowerCase(Locale.ROOT));
        if (!header.matches()) {
            return Optional.empty();
        }
        String algorithm = ALGORITHMS.get(header.group(1).replace("-", ""));
        if (algorithm == null) {
            return Optional.empty();
        }
        try {
            int length = MessageDigest.getInstance(algorithm).getDigestLength();
            byte[] hash = HexFormat.of().parseHex(value.strip());
            return hash.length == length ? Optional.of(new SaltedHash(algorithm, hash)) : Optional.empty();
        } catch (NoSuchAlgorithmException | IllegalArgumentException notASaltedHash) {
            return Optional.empty();
        }
    }

    /** Whether {@code salt} made this hash for {@code body}. */
    public boolean matches(Secret salt, Payload body) {
        return matches(digest(salt, body));
    }

    /** Whether it is {@code digest}, which must be of the same algorithm. */
    public boolean matches(byte[] digest) {
        return MessageDigest.isEqual(hash, digest);
    }

    /** What {@code salt} makes of {@code body} by this hash's algorithm: one pass over the body. */
    public byte[] digest(Secret salt, Payload body) {
        try {
            var digest = MessageDigest.getInstance(algorithm);
            digest.update(body.bytes());
            return digest.digest(salt.bytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " was there when the hash was read", e);
        }
    }

    /** The platform's name of the algorithm, for example {@code SHA-256}. */
    public String algorithm() {
        return algorithm;
    }
}
