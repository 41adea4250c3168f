package org.airlog.portal.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.airlog.observation.Payload;
import org.jspecify.annotations.Nullable;

/** {@code ETag}, and {@code If-None-Match} (RFC 9110, sections 8.8.3 and 13.1.2), compared weakly. */
final class EntityTags {

    private static final int HASHED_BYTES = 16;

    private EntityTags() {}

    /** A strong one, by what is in {@code body}. */
    static String of(Payload body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.bytes());
            return '"'
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASHED_BYTES))
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    /** Whether {@code header} names {@code etag}: then it is answered 304. Ours hold no comma. */
    static boolean isNamed(@Nullable String header, String etag) {
        return header != null
                && Arrays.stream(header.split(",", -1))
                        .map(String::strip)
                        .anyMatch(named -> named.equals("*") || strong(named).equals(strong(etag)));
    }

    private static String strong(String etag) {
        return etag.startsWith("W/") ? etag.substring(2) : etag;
    }
}
