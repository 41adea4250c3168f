package org.airlog.observation.signature;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.airlog.observation.Payload;

/**
 * What an upload offers as proof that its sender knows a salt: header {@code Content-<ALG>-Salted}, value {@code
 * hex(ALG(body ‖ salt))}, the salt as UTF-8.
 *
 * <p>Algorithms: {@link HashAlgorithm}, in any case and with hyphens or without ({@code SHA256}, {@code sha-256}). It
 * binds neither path nor time. Comparison takes constant time. Immutable and thread-safe. Source: co2logserver 0.1.2.
 */
public final class SaltedHash {

    /** The extra of an upload's rows that tells which algorithms' hashes a salt made; the server's word alone. */
    public static final String MATCHED = "matched_checksums";

    /** The same of hashes that no salt made. */
    public static final String FAILED = "failed_checksums";

    private static final Pattern HEADER = Pattern.compile("content-(.{1,16})-salted", Pattern.CASE_INSENSITIVE);

    private final HashAlgorithm algorithm;
    private final byte[] hash;

    private SaltedHash(HashAlgorithm algorithm, byte[] hash) {
        this.algorithm = algorithm;
        this.hash = hash;
    }

    /** Reads a header; empty where it is none of these or malformed, which counts as not given. */
    public static Optional<SaltedHash> parse(String headerName, String value) {
        var header = HEADER.matcher(headerName);
        if (!header.matches()) {
            return Optional.empty();
        }
        return HashAlgorithm.find(header.group(1)).flatMap(algorithm -> parse(algorithm, value.strip()));
    }

    private static Optional<SaltedHash> parse(HashAlgorithm algorithm, String hex) {
        if (hex.length() != 2 * algorithm.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SaltedHash(algorithm, HexFormat.of().parseHex(hex)));
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
    }

    /** Whether {@code salt} made this hash for {@code body}. */
    public boolean matches(Secret salt, Payload body) {
        return matches(digests(body, List.of(salt)).get(0));
    }

    /** Whether it is {@code digest}, which must be of the same algorithm. */
    public boolean matches(byte[] digest) {
        return MessageDigest.isEqual(hash, digest);
    }

    /** What each of {@code salts} makes of {@code body} by this hash's algorithm: one pass over the body for all. */
    public List<byte[]> digests(Payload body, List<Secret> salts) {
        var digests = new ArrayList<byte[]>();
        var unsalted = algorithm.newDigest();
        unsalted.update(body.bytes());
        for (Secret salt : salts) {
            digests.add(HashAlgorithm.copyOf(unsalted).digest(salt.bytes()));
        }
        return digests;
    }

    /** The algorithm's name as Python's hashlib spells it, for example {@code sha256}. */
    public String algorithm() {
        return algorithm.label();
    }
}
