package org.airlog.observation.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.jcajce.provider.digest.Blake2b;
import org.bouncycastle.jcajce.provider.digest.Blake2s;

/**
 * The hashes that a salt may be proved by: those with a fixed length of what Python guarantees in hashlib, whose names
 * co2logserver takes. The platform's own, but for BLAKE2 (RFC 7693), which it does not have.
 */
enum HashAlgorithm {
    MD5("md5", 16, "MD5"),
    SHA1("sha1", 20, "SHA-1"),
    SHA224("sha224", 28, "SHA-224"),
    SHA256("sha256", 32, "SHA-256"),
    SHA384("sha384", 48, "SHA-384"),
    SHA512("sha512", 64, "SHA-512"),
    SHA3_224("sha3_224", 28, "SHA3-224"),
    SHA3_256("sha3_256", 32, "SHA3-256"),
    SHA3_384("sha3_384", 48, "SHA3-384"),
    SHA3_512("sha3_512", 64, "SHA3-512"),
    BLAKE2B("blake2b", 64, "BLAKE2B-512"),
    BLAKE2S("blake2s", 32, "BLAKE2S-256");

    private final String label;
    private final int length;
    private final String platformName;

    HashAlgorithm(String label, int length, String platformName) {
        this.label = label;
        this.length = length;
        this.platformName = platformName;
    }

    /** The algorithm of this name, in any case, whatever hyphens and underscores are in it. */
    static Optional<HashAlgorithm> find(String name) {
        String bare = bare(name);
        return Arrays.stream(values())
                .filter(algorithm -> bare(algorithm.label).equals(bare))
                .findFirst();
    }

    /** Its name in hashlib. */
    String label() {
        return label;
    }

    /** Bytes of a hash. */
    int length() {
        return length;
    }

    /** A digest of its own for each call: {@link MessageDigest} is not thread-safe. */
    MessageDigest newDigest() {
        return switch (this) {
            // The classes themselves: to register a provider would change the whole process.
            case BLAKE2B -> new Blake2b.Blake2b512();
            case BLAKE2S -> new Blake2s.Blake2s256();
            default -> platformDigest();
        };
    }

    /** Another digest that has seen what {@code digest} has. */
    static MessageDigest copyOf(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(digest.getAlgorithm() + " cannot be copied by this Java runtime", e);
        }
    }

    private MessageDigest platformDigest() {
        try {
            return MessageDigest.getInstance(platformName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no " + platformName, e);
        }
    }

    private static String bare(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
