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
            PublishTopic.Readings topic, Publish publish, Sensor sensor, Freshness freshness, Moment now, Toll toll) {
        var look = new Look(topic, publish, Claim.of(topic, publish), freshness, now, toll);
        if (sensor instanceof Sensor.Unreadable) {
            return refuse(UNAVAILABLE, "the secret of this SUID cannot be read just now");
        }
        if (sensor instanceof Sensor.Revoked) {
            return revoked(look);
        }
        Optional<Replay> replay = Replay.of(publish);
        if (replay.isPresent() && sensor instanceof Sensor.Registered registered && !topic.isRogue()) {
            if (!publish.origin().transport().isPrivate()) {
                return refuse(NOT_ALLOWED, "a replay must come over TLS");
            }
            return freshness == Freshness.MAY_LAG ? catchUp() : replay.get().objection(registered);
        }
        if (!sensor.takesUnsigned() || !isRogueEnabled) {
            return topic.isRogue() ? rogueOfRegistered() : unproven(look, sensor);
        }
        return !topic.isRogue() && look.mayBeNews() ? catchUp() : Optional.empty();
    }

    /** What a publish is judged by, beside its sensor. */
    private record Look(
            PublishTopic.Readings topic, Publish publish, Claim claim, Freshness freshness, Moment now, Toll toll) {

        boolean isClaimed() {
            return !(claim instanceof Claim.None);
        }

        boolean mayBeNews() {
            return freshness == Freshness.MAY_LAG && isClaimed();
        }

        /** Who has failed too often is not looked at, nor is the registry asked for news of the sensor. */
        Optional<Verdict> suspicion() {
            return toll.suspicion(topic.suid(), now).map(Function.identity());
        }

        void failed() {
            toll.failed(topic.suid(), now);
        }
    }

    private static Optional<Verdict> revoked(Look look) {
        if (look.mayBeNews()) {
            return look.suspicion().or(Admission::catchUp);
        }
        if (look.isClaimed()) {
            look.failed();
        }
        return refuse(NOT_ALLOWED, "this SUID was revoked by an operator");
    }

    /** What is wrong with a proof that must be given; looks at {@code sensor} last, which strangers must not learn of. */
    private Optional<Verdict> unproven(Look look, Sensor sensor) {
        if (!look.isClaimed()) {
            return refuse(SIGNATURE_MISSING, "readings of this SUID must be signed");
        }
        if (isOverheard(look.publish())) {
            return refuse(NOT_ALLOWED, "signed readings must come over TLS");
        }
        Optional<Verdict> suspicion = look.suspicion();
        if (suspicion.isPresent()) {
            return suspicion;
        }
        if (!(look.claim() instanceof Claim.Offered offered)) {
            return wrong(look);
        }
        Signature signature = offered.signature();
        Optional<Rejected> objection = proof.objectionToScheme(signature);
        if (objection.isPresent()) {
            return objection.map(Function.identity());
        }
        Signer signer = sensor instanceof Sensor.Registered registered
                ? signer(signature, registered, look.topic(), look.publish(), look.now())
                : new Signer.Nobody();
        if (signer instanceof Signer.Undecided undecided) {
            return Optional.of(undecided.rejected());
        }
        if (signer instanceof Signer.Nobody) {
            return look.freshness() == Freshness.MAY_LAG ? catchUp() : wrong(look);
        }
        return proof.objectionToTime(signature, look.now()).map(Function.identity());
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

    private static Optional<Verdict> wrong(Look look) {
        look.failed();
        return refuse(SIGNATURE_WRONG, "the signature does not match");
    }

    private static Optional<Verdict> catchUp() {
        return Optional.of(new Unsettled(new Question.RegistryBehind()));
    }

    private static Optional<Verdict> refuse(Reason reason, String detail) {
        return Optional.of(Rejected.of(reason, detail));
    }
}
