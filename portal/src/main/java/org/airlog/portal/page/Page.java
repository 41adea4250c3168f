package org.airlog.portal.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A whole HTML document that needs nothing else: no script, no image, its style inside. */
public interface Page {

    /** What a browser is told that it may load for it: its own style, known by its hash, and nothing else. */
    String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-" + sha256(Html.STYLE)
            + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The document. */
    String html();

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
