package org.airlog.broker.intake;

import static org.airlog.observation.Reason.NOT_ALLOWED;
import static org.airlog.observation.Reason.SIGNATURE_MISSING;
import static org.airlog.observation.Reason.SIGNATURE_WRONG;
import static org.airlog.observation.Reason.UNAVAILABLE;

import java.util.Optional;
import java.util.function.Function;
import org.airlog.broker.intake.Verdict.Question;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Reason;
import org.airlog.observation.signature.Signature;

/**
 * Who may publish readings under a SUID: the authorization rules of the OpenSmog Acquisition API, with their gaps closed.
 *
 * <p>Where rogue sensors are switched off, a SUID that nobody registered answers exactly as a registered one whose
 * secret the sender does not know, so that strangers cannot learn which SUIDs exist. So does, always, one that an
 * operator has listed and that nobody has claimed yet.
 */
final class Admission {

    private final boolean isRogueEnabled;
    private final Rules.SignatureRules rules;
    private final Proof proof;

    Admission(Rules rules) {
        this.isRogueEnabled = rules.isRogueEnabled();
        this.rules = rules.signature();
        this.proof = new Proof(rules.signature());
    }

    /** What stands against {@code publish}; empty where it may come in as its sensor's. */
    Optional<Verdict> objection(
            PublishTopic.Readings topic, Publish publish, Sensor sensor, Freshness freshness, Moment now) {
        Claim claim = Claim.of(topic, publish);
        boolean mayBeNews = freshness == Freshness.MAY_LAG && !(claim instanceof Claim.None);
        if (sensor instanceof Sensor.Unreadable) {
            return refuse(UNAVAILABLE, "the secret of this SUID cannot be read just now");
        }
        if (sensor instanceof Sensor.Revoked) {
            return mayBeNews ? catchUp() : refuse(NOT_ALLOWED, "this SUID was revoked by an operator");
        }
        if (!sensor.takesUnsigned() || !isRogueEnabled) {
            return topic.isRogue() ? rogueOfRegistered() : unproven(topic, publish, sensor, claim, freshness, now);
        }
        return !topic.isRogue() && mayBeNews ? catchUp() : Optional.empty();
    }

    /** What is wrong with a proof that must be given; looks at {@code sensor} last, which strangers must not learn of. */
    private Optional<Verdict> unproven(
            PublishTopic.Readings topic, Publish publish, Sensor sensor, Claim claim, Freshness freshness, Moment now) {
        if (claim instanceof Claim.None) {
            return refuse(SIGNATURE_MISSING, "readings of this SUID must be signed");
        }
        if (isOverheard(publish)) {
            return refuse(NOT_ALLOWED, "signed readings must come over TLS");
        }
        if (!(claim instanceof Claim.Offered offered)) {
            return wrong();
        }
        Signature signature = offered.signature();
        Optional<Rejected> objection = proof.objectionToScheme(signature);
        if (objection.isPresent()) {
            return objection.map(Function.identity());
        }
        Signer signer = sensor instanceof Sensor.Registered registered
                ? signer(signature, registered, topic, publish, now)
                : new Signer.Nobody();
        if (signer instanceof Signer.Undecided undecided) {
            return Optional.of(undecided.rejected());
        }
        if (signer instanceof Signer.Nobody) {
            return freshness == Freshness.MAY_LAG ? catchUp() : wrong();
        }
        return proof.objectionToTime(signature, now).map(Function.identity());
    }

    /** Which secret of {@code sensor} signed {@code publish}, against which nothing stands. */
    static Signer.Known signer(PublishTopic.Readings topic, Publish publish, Sensor.Registered sensor, Moment now) {
        return sensor.former() != null
                        && Claim.of(topic, publish) instanceof Claim.Offered offered
                        && signer(offered.signature(), sensor, topic, publish, now) instanceof Signer.Known known
                ? known
                : Signer.Known.own(sensor);
    }

    private static Signer signer(
            Signature signature, Sensor.Registered sensor, PublishTopic.Readings topic, Publish publish, Moment now) {
        return Signer.of(signature, sensor, topic.canonical(), topic.spelled(), publish.payload(), now);
    }

    private boolean isOverheard(Publish publish) {
        return rules.requiresTls() && !publish.origin().transport().isPrivate();
    }

    private static Optional<Verdict> rogueOfRegistered() {
        return refuse(NOT_ALLOWED, "unsigned readings of this SUID are not accepted");
    }

    private static Optional<Verdict> wrong() {
        return refuse(SIGNATURE_WRONG, "the signature does not match");
    }

    private static Optional<Verdict> catchUp() {
        return Optional.of(new Unsettled(new Question.RegistryBehind()));
    }

    private static Optional<Verdict> refuse(Reason reason, String detail) {
        return Optional.of(Rejected.of(reason, detail));
    }
}
