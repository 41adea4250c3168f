package org.airlog.broker.intake;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.PayloadLimits;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may set about decisions.
 *
 * @param isRogueEnabled whether sensors that nobody registered may publish
 * @param signature which signatures count
 * @param clock which times count
 * @param isAllOrNothing whether one refused observation refuses its whole payload
 * @param limits of payloads
 * @param upload of the {@code upload} topic
 * @param dialects of firmwares that know nothing of Airlog
 */
public record Rules(
        boolean isRogueEnabled,
        SignatureRules signature,
        ClockRules clock,
        boolean isAllOrNothing,
        PayloadLimits limits,
        UploadRules upload,
        DialectRules dialects) {

    /** Whether {@code suid} belongs to devices that cannot sign: whoever registered it would stop them. */
    boolean isForUnsigned(Suid suid) {
        return upload.isOwner(suid) || dialects.isOwner(suid);
    }

    /**
     * Which signatures count.
     *
     * @param accepted lower-case scheme names; {@code hmac-sha256;t} is the one with a time
     * @param requiresTls whether signed readings must travel where nobody reads along
     * @param maxAge oldest time of a signature that carries one
     */
    public record SignatureRules(Set<String> accepted, boolean requiresTls, Duration maxAge) {

        /** How far ahead of ours a signer's clock may run: whole seconds, and clocks that are set by NTP. */
        static final Duration MAX_AHEAD = Duration.ofSeconds(5);

        public SignatureRules {
            accepted = Set.copyOf(accepted);
        }
    }

    /** Which device times are plausible: not older than {@code maxAge}, not further ahead than {@code maxAhead}. */
    public record ClockRules(Duration maxAge, Duration maxAhead) {}

    /**
     * Uploads.
     *
     * @param requiresAuth whether one needs a matching salted hash
     * @param defaultSuid owns those that nobody else owns
     * @param salts any of them may have made a hash
     */
    public record UploadRules(boolean requiresAuth, Suid defaultSuid, List<Salt> salts) {

        public UploadRules {
            salts = List.copyOf(salts);
        }

        /** Whether {@code suid} owns uploads: whoever registered it would stop them, as a registered SUID takes none. */
        boolean isOwner(Suid suid) {
            return suid.equals(defaultSuid) || isSalted(suid);
        }

        /** Whether {@code suid} is what a salt gives its device: that salt is the only proof that there is of it. */
        boolean isSalted(Suid suid) {
            return salts.stream().anyMatch(salt -> suid.equals(salt.suid()));
        }
    }

    /** A salt, and the SUID that owns what is uploaded with it; null for none. */
    public record Salt(Secret secret, @Nullable Suid suid) {

        /** Who owns what is uploaded with it. */
        public Optional<Suid> owner() {
            return Optional.ofNullable(suid);
        }
    }
}
