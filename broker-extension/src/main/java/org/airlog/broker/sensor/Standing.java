package org.airlog.broker.sensor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the registry's markers say of a sensor's current registration, and since when it is current.
 *
 * @param since when it was written, in whole seconds; of an unsigned life, when it was last seen, to a day
 * @param isSettled whether the answer to it has surely arrived, or its loss harms nobody: its secret has signed, an
 *     operator was given it, or the one before still signs
 * @param isReleased whether an operator lets the next registration follow
 * @param claim the claim code of a provisioned SUID; it outlives registrations and ends with a revocation
 */
public record Standing(Instant since, boolean isSettled, boolean isReleased, @Nullable ClaimCode claim) {

    static final Standing NEW = new Standing(Instant.EPOCH, false, false, null);

    /** The standing of what begins now: the claim code alone is kept. */
    Standing next(Instant since, boolean isSettled) {
        return new Standing(since, isSettled, false, claim);
    }

    /** The standing after a rotation: an operator has the new secret, and what he released before is settled with it. */
    Standing rekeyed() {
        return new Standing(since, true, false, claim);
    }

    Standing seen(Instant lastSeen) {
        return new Standing(lastSeen, isSettled, isReleased, claim);
    }

    Standing settled() {
        return new Standing(since, true, isReleased, claim);
    }

    Standing released() {
        return new Standing(since, isSettled, true, claim);
    }

    Standing provisioned(@Nullable ClaimCode newClaim) {
        return new Standing(since, isSettled, isReleased, newClaim);
    }
}
