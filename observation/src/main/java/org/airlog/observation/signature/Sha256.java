package org.airlog.observation.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of the platform, which every Java runtime must offer. */
final class Sha256 {

    /** Bytes of a digest. */
    static final int LENGTH = 32;

    private Sha256() {}

    /** A digest of its own for each call: {@link MessageDigest} is not thread-safe. */
    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
