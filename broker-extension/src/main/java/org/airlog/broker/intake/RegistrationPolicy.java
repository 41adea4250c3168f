package org.airlog.broker.intake;

import static org.airlog.observation.Reason.NOT_ALLOWED;
import static org.airlog.observation.Reason.SIGNATURE_WRONG;
import static org.airlog.observation.Reason.UNAVAILABLE;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.ClaimCode;
import org.airlog.broker.sensor.FormerSecret;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.Standing;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.signature.Secret;
import org.airlog.observation.signature.Signature;
import org.jspecify.annotations.Nullable;

/**
 * Who may register a SUID, and what such a registration is worth ({@code airlog.registration.policy}).
 *
 * <ul>
 *   <li>{@code open}: whoever asks, again and again.
 *   <li>{@code signed}: whoever comes first. Again only with the current secret's signature, after an operator's release, or
 *       while the answer may have been lost: 24 h long, and until the secret has signed an accepted publish. Who signs
 *       keeps his secret until the new one has signed, so that a lost answer costs him nothing and frees nobody else. A
 *       SUID with an unsigned life in the last 30 days has no secret to sign with: only after a release.
 *   <li>{@code provisioned}: SUIDs that an operator has listed, with their claim code.
 * </ul>
 *
 * <p>Who says {@code If-None-Match: *} wants to be the first, and is held to it under each of them: where the SUID is registered
 * only a signature or a release helps him, and no answer counts as lost.
 *
 * <p>A SUID that an operator has listed is the operator's under every policy: it needs its claim code where others need
 * nothing, and is {@code certified} then. The code alone does not take a sensor over that is in use: it is printed on
 * things. A code that does not match is refused aloud, never taken for none. Immutable and thread-safe.
 */
public final class RegistrationPolicy {

    /** How long an answer may be lost on its way. */
    static final Duration GRACE = Duration.ofHours(24);

    /** How long an unsigned life protects its SUID from strangers. */
    static final Duration UNSIGNED_LIFE = Duration.ofDays(30);

    /** How exactly an unsigned life is dated: one registry step a day is cheap, one a publish is not. */
    private static final Duration BETWEEN_SIGHTINGS = Duration.ofDays(1);

    /** The value of {@code airlog.registration.policy}. */
    public enum Kind {
        OPEN,
        SIGNED,
        PROVISIONED
    }

    /** What becomes of a request to register. */
    public sealed interface Ruling {

        /**
         * Register it.
         *
         * @param trust that its observations will be worth
         * @param kept the step whose secret signed for it, and signs on until the new one has signed: the answer may get
         *     lost; empty where nobody signed
         */
        record Granted(Trust trust, Optional<UUID> kept) implements Ruling {}

        /** Do not. */
        record Denied(Rejected rejected) implements Ruling {}
    }

    private final Kind kind;
    private final Proof proof;

    /** Rules by {@code kind}; a signature counts as for readings. */
    public RegistrationPolicy(Kind kind, Rules.SignatureRules signatures) {
        this.kind = kind;
        this.proof = new Proof(signatures);
    }

    /** The policy. */
    Kind kind() {
        return kind;
    }

    /** Rules on {@code request} to register {@code suid}, which is {@code sensor} by a registry that has caught up. */
    public Ruling rule(Suid suid, Sensor sensor, Publish request, @Nullable Secret claimCode, Moment now) {
        ClaimCode listed = sensor.claim();
        if (sensor instanceof Sensor.Unreadable || (listed != null && !listed.isReadable())) {
            return deny(UNAVAILABLE, "the registration of this SUID cannot be read just now");
        }
        boolean isClaimed = listed != null && claimCode != null && listed.matches(suid, claimCode);
        if (claimCode != null && !isClaimed) {
            return deny(NOT_ALLOWED, "the claim code is not this SUID's: mend it, or ask an operator to provision it");
        }
        if (sensor instanceof Sensor.Registered registered) {
            return again(registered, new Request(suid, request), isClaimed, now);
        }
        if (isClaimed) {
            return granted(Trust.CERTIFIED);
        }
        if (listed != null) {
            return deny(NOT_ALLOWED, "this SUID is provisioned: register it with its claim_code");
        }
        if (sensor instanceof Sensor.Revoked revoked && !revoked.isReleased()) {
            return deny(NOT_ALLOWED, "this SUID was revoked: ask an operator to release or provision it");
        }
        if (kind == Kind.PROVISIONED) {
            return deny(NOT_ALLOWED, "this SUID is not provisioned: ask an operator to do so, and for its claim code");
        }
        return sensor instanceof Sensor.Unsigned unsigned ? afterUnsigned(unsigned, now) : granted(Trust.SIGNED);
    }

    private Ruling afterUnsigned(Sensor.Unsigned sensor, Moment now) {
        if (kind == Kind.OPEN || sensor.isReleased()) {
            return granted(Trust.SIGNED);
        }
        if (!now.isSteady()) {
            return deny(UNAVAILABLE, "our own clock is not to be believed just now");
        }
        return sensor.lastSeen().plus(UNSIGNED_LIFE).isAfter(now.time())
                ? deny(
                        NOT_ALLOWED,
                        "this SUID has sent unsigned readings in the last " + UNSIGNED_LIFE.toDays()
                                + " days: ask an operator to release it")
                : granted(Trust.SIGNED);
    }

    /** Who signs keeps his secret beside the new one. What may have been lost asks for no signature, whatever there is. */
    private Ruling again(Sensor.Registered sensor, Request request, boolean isClaimed, Moment now) {
        Standing standing = sensor.standing();
        boolean isListed = standing.claim() != null;
        if (kind == Kind.OPEN && !isListed && !request.isForTheFirst()) {
            return granted(Trust.SIGNED);
        }
        Claim claim = request.claim();
        Ruling bySignature = claim instanceof Claim.Offered offered
                ? bySignature(offered.signature(), sensor, request, isClaimed, now)
                : deny(SIGNATURE_WRONG, "the signature does not match");
        boolean isEntitled = isListed ? isClaimed : kind != Kind.PROVISIONED;
        boolean mayBeLost = isUseDated(standing) && !request.isForTheFirst();
        boolean isFree = standing.isReleased() || (mayBeLost && isInGrace(standing, now));
        if (bySignature instanceof Ruling.Granted) {
            return bySignature;
        }
        if (isEntitled && isFree) {
            return granted(isClaimed ? Trust.CERTIFIED : Trust.SIGNED);
        }
        if (isEntitled && mayBeLost && !standing.isSettled() && !now.isSteady()) {
            return deny(UNAVAILABLE, "our own clock is not to be believed just now");
        }
        if (claim instanceof Claim.None) {
            return deny(
                    NOT_ALLOWED,
                    isFree && isListed
                            ? "this SUID is provisioned: register it with its claim_code"
                            : "this SUID is registered: sign the registration with its secret, or ask an operator to release it");
        }
        return bySignature;
    }

    private Ruling bySignature(
            Signature signature, Sensor.Registered sensor, Request request, boolean isClaimed, Moment now) {
        Optional<Rejected> objection = proof.objectionToScheme(signature);
        if (objection.isPresent()) {
            return new Ruling.Denied(objection.get());
        }
        Publish publish = request.publish();
        Signer signer = Signer.of(signature, sensor, request.canonical(), publish.topic(), publish.payload(), now);
        if (signer instanceof Signer.Undecided undecided) {
            return new Ruling.Denied(undecided.rejected());
        }
        if (!(signer instanceof Signer.Known known)) {
            return deny(SIGNATURE_WRONG, "the signature does not match");
        }
        return proof.objectionToTime(signature, now)
                .<Ruling>map(Ruling.Denied::new)
                .orElseGet(() ->
                        new Ruling.Granted(isClaimed ? Trust.CERTIFIED : sensor.trust(), Optional.of(known.step())));
    }

    /**
     * The step that dates what {@code sensor}, whose publish was just stored, did: its secret has signed for the first
     * time, or its unsigned life goes on. Empty where no later ruling needs it.
     *
     * @param signer the step that brought the secret which signed; empty where nobody signed
     * @param ids gives the step its id, if one is needed
     */
    public Optional<SensorRecord> sighting(
            Suid suid, Sensor sensor, Optional<UUID> signer, Supplier<UUID> ids, Moment now) {
        if (sensor instanceof Sensor.Registered registered) {
            Standing standing = registered.standing();
            FormerSecret former = registered.former();
            boolean isNews = (isUseDated(standing) && isInGrace(standing, now))
                    || (former != null && former.isAlive(now.time()));
            return isNews && signer.filter(registered.secretStep()::equals).isPresent()
                    ? Optional.of(SensorRecord.used(
                            suid,
                            ids.get(),
                            registered.registration(),
                            registered.secretStep(),
                            registered.generation(),
                            registered.trust(),
                            now.time()))
                    : Optional.empty();
        }
        return kind != Kind.OPEN
                        && sensor instanceof Sensor.Unsigned unsigned
                        && unsigned.lastSeen().plus(BETWEEN_SIGHTINGS).isBefore(now.time())
                ? Optional.of(SensorRecord.unsigned(suid, unsigned.trust(), now.time()))
                : Optional.empty();
    }

    /** Whether the registry is told that a secret has signed: where it is not, nobody knows whether it has. */
    private boolean isUseDated(Standing standing) {
        return kind != Kind.OPEN || standing.claim() != null;
    }

    /** Whether the answer may have been lost; not while our own clock cannot be believed. */
    private static boolean isInGrace(Standing standing, Moment now) {
        return !standing.isSettled()
                && now.isSteady()
                && standing.since().plus(GRACE).isAfter(now.time());
    }

    private static Ruling granted(Trust trust) {
        return new Ruling.Granted(trust, Optional.empty());
    }

    private static Ruling deny(Reason reason, String detail) {
        return new Ruling.Denied(Rejected.of(reason, detail));
    }

    /** The registration as it was sent: on a topic without a suffix, so that its signature is a user property. */
    private record Request(Suid suid, Publish publish) {

        String canonical() {
            return new PublishTopic.Registration(suid).canonical();
        }

        boolean isForTheFirst() {
            return publish.property(Property.IF_NONE_MATCH)
                    .filter(value -> value.strip().equals("*"))
                    .isPresent();
        }

        Claim claim() {
            return publish.property(Property.AUTHORIZATION)
                    .map(value -> Claim.of(Signature.parseAuthorization(value)))
                    .orElseGet(Claim.None::new);
        }
    }
}
