package org.airlog.portal.operator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Operators who have signed in, as long as this process lives: half an hour after they were last heard, twelve hours at most.
 * Of {@value #MOST} sessions the one that was not used for the longest makes room for another. Thread-safe.
 *
 * <p>A token is 256 random bits. What is kept is its digest, so that neither the memory nor the time that a look takes tells
 * one.
 */
public final class Sessions {

    static final int MOST = 100;
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);

    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> byDigest = new HashMap<>();

    /**
     * One of them.
     *
     * @param operator his name
     * @param begun when he signed in
     * @param used when he was last heard
     */
    public record Session(String operator, Instant begun, Instant used) {

        /** When it ends unless it is used. */
        public Instant until() {
            Instant idle = used.plus(IDLE);
            Instant longest = begun.plus(LONGEST);
            return idle.isBefore(longest) ? idle : longest;
        }
    }

    /** Begins one; returns its token. */
    public synchronized String open(String operator, Instant now) {
        byDigest.values().removeIf(session -> !now.isBefore(session.until()));
        if (byDigest.size() >= MOST) {
            byDigest.entrySet().stream()
                    .min(Comparator.comparing(session -> session.getValue().used()))
                    .map(Map.Entry::getKey)
                    .ifPresent(byDigest::remove);
        }
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byDigest.put(digest(token), new Session(operator, now, now));
        return token;
    }

    /** The session of {@code token}, which is used by that. */
    public synchronized Optional<Session> use(String token, Instant now) {
        String digest = digest(token);
        Optional<Session> used =
                valid(digest, now).map(session -> new Session(session.operator(), session.begun(), now));
        used.ifPresent(session -> byDigest.put(digest, session));
        return used;
    }

    /** The same, and it counts as no use. */
    public synchronized Optional<Session> find(String token, Instant now) {
        return valid(digest(token), now);
    }

    /** Ends it, where there is one. */
    public synchronized void close(String token) {
        byDigest.remove(digest(token));
    }

    private Optional<Session> valid(String digest, Instant now) {
        return Optional.ofNullable(byDigest.get(digest)).filter(session -> now.isBefore(session.until()));
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
