package org.airlog.broker.sensor;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.airlog.observation.Trust;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A secret that still signs beside its successor: until that one has signed an accepted publish, and no longer than told.
 * Immutable.
 *
 * @param step that brought it
 * @param registration whose observations it signs
 * @param trust that they are worth
 * @param secret null where it was sealed with a key that is missing here
 * @param missingKeyId that key; empty where the secret is known, or no key would help
 * @param until when it ends at the latest; null: not before its successor has signed
 */
public record FormerSecret(
        UUID step,
        UUID registration,
        Trust trust,
        @Nullable Secret secret,
        String missingKeyId,
        @Nullable Instant until) {

    /** One that can be compared with. */
    public static FormerSecret known(
            UUID step, UUID registration, Trust trust, Secret secret, @Nullable Instant until) {
        return new FormerSecret(step, registration, trust, secret, "", until);
    }

    /** Whether it may still sign at {@code now}, as long as its successor has not. */
    public boolean isAlive(Instant now) {
        return until == null || now.isBefore(until);
    }

    /** Whether it is {@code offered}, and alive. */
    boolean holds(Secret offered, Instant now) {
        return secret != null && secret.equals(offered) && isAlive(now);
    }

    FormerSecret with(@Nullable Instant otherUntil) {
        return new FormerSecret(step, registration, trust, secret, missingKeyId, otherUntil);
    }

    /** The same, its secret sealed anew. */
    FormerSecret with(Opened opened) {
        return new FormerSecret(step, registration, trust, opened.secret().orElse(null), opened.missingKeyId(), until);
    }

    Optional<String> missing() {
        return Optional.of(missingKeyId).filter(id -> !id.isEmpty());
    }
}
