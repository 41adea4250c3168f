package org.airlog.broker.intake;

import static org.airlog.observation.Reason.SIGNATURE_STALE;
import static org.airlog.observation.Reason.SIGNATURE_WRONG;
import static org.airlog.observation.Reason.UNAVAILABLE;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.observation.Reason;
import org.airlog.observation.signature.Signature;

/** Whether a signature may count as a proof, whoever made it: its scheme and time. Who made it says {@link Signer}. */
final class Proof {

    private final Rules.SignatureRules rules;

    Proof(Rules.SignatureRules rules) {
        this.rules = rules;
    }

    /** What stands against the scheme of {@code signature}; the same whoever the sensor is. */
    Optional<Rejected> objectionToScheme(Signature signature) {
        String scheme = signature.scheme().toLowerCase(Locale.ROOT);
        boolean isAccepted = rules.accepted().contains(scheme)
                || (signature.signedAt().isPresent() && rules.accepted().contains(scheme + ";t"));
        return isAccepted
                ? Optional.empty()
                : refuse(SIGNATURE_WRONG, "the scheme " + signature.scheme() + " is not accepted here");
    }

    /** What stands against the time of a signature that matches. */
    Optional<Rejected> objectionToTime(Signature signature, Moment now) {
        return signature.signedAt().flatMap(signedAt -> objectionToTime(signedAt, now));
    }

    private Optional<Rejected> objectionToTime(Instant signedAt, Moment now) {
        if (!now.isSteady()) {
            return refuse(UNAVAILABLE, "our own clock is not to be believed just now");
        }
        Duration age = Duration.between(signedAt, now.time());
        if (age.compareTo(rules.maxAge()) > 0) {
            return refuse(SIGNATURE_STALE, "signed more than " + rules.maxAge().toSeconds() + " s ago");
        }
        if (age.negated().compareTo(Rules.SignatureRules.MAX_AHEAD) > 0) {
            return refuse(SIGNATURE_STALE, "signed in the future");
        }
        return Optional.empty();
    }

    private static Optional<Rejected> refuse(Reason reason, String detail) {
        return Optional.of(Rejected.of(reason, detail));
    }
}
