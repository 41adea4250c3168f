package org.airlog.observation.signature;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.airlog.observation.Payload;

/**
 * What a publish offers as proof that its sender holds the sensor's secret.
 *
 * <p>Two schemes, spelled {@code OpenSmogHash <hex>} and {@code HMAC-SHA256 <hex>[;t=<unix seconds>]} in an
 * {@code Authorization} header or user property, or as {@code /<scheme>/<hex>[/<t>]} behind an MQTT 3.1.1 topic.
 * Comparison takes constant time. Source: contract of the OpenSmog Acquisition API.
 */
public sealed interface Signature permits OpenSmogHash, HmacSha256 {

    /** Whether {@code secret} made this signature for {@code payload} on {@code topic} (canonical, without a suffix). */
    boolean matches(Secret secret, String topic, Payload payload);

    /** The time that is signed with the payload, where the scheme carries one. */
    Optional<Instant> signedAt();

    /** The scheme's name as devices spell it. */
    String scheme();

    /** Reads an {@code Authorization} value; empty where it is no signature (another scheme, wrong length, no hex). */
    static Optional<Signature> parseAuthorization(String value) {
        String text = value.strip();
        int space = text.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String scheme = text.substring(0, space);
        String rest = text.substring(space + 1).strip();
        int semicolon = rest.indexOf(';');
        if (semicolon < 0) {
            return parse(scheme, rest, Optional.empty());
        }
        String parameter = rest.substring(semicolon + 1).strip();
        if (!parameter.startsWith("t=")) {
            return Optional.empty();
        }
        return parse(scheme, rest.substring(0, semicolon).strip(), Optional.of(parameter.substring(2)));
    }

    /** Reads the parts of a signature: a scheme in any case, 64 hex digits in any case, perhaps Unix seconds. */
    static Optional<Signature> parse(String scheme, String hex, Optional<String> unixSeconds) {
        if (hex.length() != 2 * Sha256.LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] digest = HexFormat.of().parseHex(hex);
            if (scheme.equalsIgnoreCase(OpenSmogHash.SCHEME)) {
                return unixSeconds.isPresent() ? Optional.empty() : Optional.of(new OpenSmogHash(digest));
            }
            return scheme.equalsIgnoreCase(HmacSha256.SCHEME)
                    ? Optional.of(new HmacSha256(
                            digest, unixSeconds.map(Long::parseLong).map(Instant::ofEpochSecond)))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException notASignature) {
            return Optional.empty();
        }
    }
}
