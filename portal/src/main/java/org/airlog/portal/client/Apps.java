package org.airlog.portal.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.airlog.observation.Payload;
import org.airlog.observation.signature.HmacSha256;
import org.airlog.observation.signature.Secret;

/**
 * The apps that may ask for the air, and their tokens. Immutable and thread-safe.
 *
 * <p>A token is {@code base64url(app id).expiry.HMAC-SHA256}, keyed with the app's own secret: every process with the same
 * configuration takes it, nothing is stored, and whoever changes or removes a secret ends the tokens made with it. Who holds a
 * token can try secrets against it at his leisure, so a secret has to be a random one.
 *
 * @param secrets app id → secret
 */
public record Apps(Map<String, Secret> secrets) {

    /** How long a token is valid. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    /** Most characters of an app's id. */
    public static final int LONGEST_ID = 128;

    /** Signed in the place of a topic, so that nothing else that is ever signed with a secret is a token. */
    private static final String PURPOSE = "airlog/client-token/1";

    /** Compared with where there is no such app, to take as long. */
    private static final Secret NOBODY = Secret.ofText("nobody has this secret, because it is never looked up");

    private static final Pattern TOKEN = Pattern.compile("([A-Za-z0-9_-]{1,700})\\.([0-9]{1,12})\\.([0-9a-f]{64})");

    /** Copies the map. */
    public Apps {
        secrets = Map.copyOf(secrets);
    }

    /** Whether one of {@code tried} is the secret of {@code appId}; takes the same time whatever they are. */
    public boolean isKnown(String appId, List<Secret> tried) {
        Secret secret = secrets.get(appId);
        boolean isRight = false;
        for (Secret one : tried) {
            // Not a short-circuit.
            isRight |= MessageDigest.isEqual(digest(one), digest(secret == null ? NOBODY : secret));
        }
        return isRight && secret != null;
    }

    /** A token for {@code appId}, which has shown that it is known. */
    public String token(String appId, Instant now) {
        Secret secret = secrets.get(appId);
        if (secret == null) {
            throw new IllegalArgumentException("no such app");
        }
        Instant expiry = now.plus(LIFETIME);
        byte[] id = appId.getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id) + "." + expiry.getEpochSecond() + "."
                + mac(secret, appId, expiry.getEpochSecond());
    }

    /** The app that {@code token} was made for; empty where it is none of ours, or is over. */
    public Optional<String> appOf(String token, Instant now) {
        Matcher matcher = TOKEN.matcher(token);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long expiry = Long.parseLong(matcher.group(2));
        return decoded(matcher.group(1))
                .filter(appId -> {
                    Secret secret = secrets.getOrDefault(appId, NOBODY);
                    return secrets.containsKey(appId)
                            && MessageDigest.isEqual(ascii(matcher.group(3)), ascii(mac(secret, appId, expiry)));
                })
                .filter(appId -> now.getEpochSecond() < expiry);
    }

    @Override
    public String toString() {
        return "Apps" + secrets.keySet();
    }

    private static Optional<String> decoded(String id) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String mac(Secret secret, String appId, long expiry) {
        var id = Payload.of(appId.getBytes(StandardCharsets.UTF_8));
        return HmacSha256.sign(secret, PURPOSE, Instant.ofEpochSecond(expiry), id)
                .hex();
    }

    /** Of one length, whatever the secret's is. */
    private static byte[] digest(Secret secret) {
        return ascii(HmacSha256.sign(secret, PURPOSE, Payload.of(new byte[0])).hex());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
