package org.airlog.portal.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.airlog.observation.Payload;

/**
 * One file of the web page, as it is and compressed.
 *
 * @param cacheControl how long it may be used again unasked
 * @param plain its bytes
 * @param gzip the same compressed, or the same where that is no gain
 * @param digest of what is in it, as text
 */
public record WebFile(String contentType, String cacheControl, Payload plain, Payload gzip, String digest) {

    private static final int LEAST_GAIN_BYTES = 512;
    private static final int HASHED_BYTES = 16;

    /** Of {@code bytes}, which are the caller's no more. */
    static WebFile of(FileKind kind, String cacheControl, byte[] bytes) {
        var plain = Payload.of(bytes);
        return new WebFile(
                kind.contentType(), cacheControl, plain, kind.shrinks() ? compressed(plain) : plain, digest(bytes));
    }

    /** Whether it is worth asking for the compressed form. */
    public boolean isCompressed() {
        return gzip.length() < plain.length();
    }

    /** A strong one, by what is in it. The two forms differ. */
    public String etag(boolean asGzip) {
        return '"' + digest + (asGzip ? "-gzip\"" : "\"");
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, HASHED_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static Payload compressed(Payload plain) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return bytes.size() + LEAST_GAIN_BYTES > plain.length() ? plain : Payload.of(bytes.toByteArray());
    }
}
