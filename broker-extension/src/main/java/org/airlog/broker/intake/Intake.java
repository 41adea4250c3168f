package org.airlog.broker.intake;

import static org.airlog.observation.Reason.NOT_ALLOWED;
import static org.airlog.observation.Reason.SIGNATURE_MISSING;
import static org.airlog.observation.Reason.SIGNATURE_WRONG;
import static org.airlog.observation.Reason.TOO_LARGE;
import static org.airlog.observation.Reason.TOPIC_INVALID;
import static org.airlog.observation.Reason.UNAVAILABLE;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.intake.limit.Limits;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.Codecs;

/**
 * The decision on one publish: cheapest check first, nothing but values in and a {@link Verdict} out.
 *
 * <p>Topic and SUID, then the limits of its address, then whether the sensor may publish so ({@link Admission}) and its
 * sensor's limit, which only a signature that holds is charged to, then what its payload says ({@link
 * Codecs}), then each observation for itself ({@link Contents}). What would be accepted from a SUID that nobody used
 * yet is {@link Unsettled} until its first use is written down. Immutable and thread-safe; does no I/O.
 */
public final class Intake {

    private static final Rejected SALTED =
            Rejected.of(NOT_ALLOWED, "this SUID belongs to a salt, and takes nothing but uploads with a hash of it");

    private final Rules rules;
    private final Admission admission;
    private final Dialects dialects;

    /** Decides by {@code rules}. */
    public Intake(Rules rules) {
        this.rules = rules;
        this.admission = new Admission(rules);
        this.dialects = new Dialects(rules.dialects(), rules.limits());
    }

    /** The same where nothing is limited. */
    public Verdict decide(Publish publish, Function<Suid, Sensor> sensors, Freshness freshness, Moment now) {
        return decide(publish, sensors, freshness, now, new Toll(Limits.UNLIMITED, publish.origin(), Duration.ZERO));
    }

    /**
     * Decides on {@code publish}, given the registry and when; {@code sensors} is asked once at most, for the sensor that
     * the publish speaks for, and only when size and freshness allow a closer look. What it uses of the limits, {@code
     * toll}, stays with a publish however often it is decided on.
     */
    public Verdict decide(Publish publish, Function<Suid, Sensor> sensors, Freshness freshness, Moment now, Toll toll) {
        PublishTopic topic = PublishTopic.parse(publish.topic());
        if (topic instanceof PublishTopic.Unknown unknown) {
            return Rejected.of(TOPIC_INVALID, unknown.why());
        }
        Optional<Rejected> tooMuch = toll.publish(now);
        if (tooMuch.isPresent()) {
            return tooMuch.get();
        }
        if (publish.isRetained()) {
            return Rejected.of(NOT_ALLOWED, "retained publishes are not accepted");
        }
        if (publish.payload().length() > rules.limits().maxPayloadBytes()) {
            return Rejected.of(
                    TOO_LARGE, "payload-bytes: at most " + rules.limits().maxPayloadBytes());
        }
        if (freshness == Freshness.NOT_LOADED) {
            return Rejected.of(UNAVAILABLE, "the registry of sensors is not loaded yet");
        }
        if (topic instanceof PublishTopic.Readings readings) {
            return readings(readings, publish, sensors.apply(readings.suid()), freshness, now, toll);
        }
        if (topic instanceof PublishTopic.Dialect dialect) {
            return dialect(dialect, publish, sensors, now, toll);
        }
        return topic instanceof PublishTopic.Upload
                ? upload(publish, sensors, now, toll)
                : Rejected.of(TOPIC_INVALID, "a registration carries no readings");
    }

    private Verdict readings(
            PublishTopic.Readings topic, Publish publish, Sensor sensor, Freshness freshness, Moment now, Toll toll) {
        Optional<Verdict> objection = admission.objection(topic, publish, sensor, freshness, now, toll);
        if (objection.isPresent()) {
            return objection.get();
        }
        if (rules.upload().isSalted(topic.suid())) {
            return SALTED;
        }
        if (sensor instanceof Sensor.Registered) {
            Optional<Rejected> tooMuch = toll.signedPublish(topic.suid(), now);
            if (tooMuch.isPresent()) {
                return tooMuch.get();
            }
        }
        var identity = sensor instanceof Sensor.Registered registered
                ? Identity.of(topic.suid(), Admission.signer(topic, publish, registered, now))
                : Identity.unsigned(topic.suid(), Trust.ROGUE, Source.OPENSMOG, Map.of());
        Verdict verdict = new Contents(rules, identity, sensor, now, toll)
                .deliveredTo(topic.canonical())
                .decide(publish, Codecs.readings(publish.contentType()));
        return Replay.of(publish).map(replay -> replay.settle(verdict, now)).orElse(verdict);
    }

    private Verdict upload(Publish publish, Function<Suid, Sensor> sensors, Moment now, Toll toll) {
        var query = UploadQuery.of(publish);
        if (query instanceof UploadQuery.Malformed) {
            return Rejected.of(Reason.MALFORMED, "the query names a suid that is none");
        }
        Optional<Rejected> suspicion = toll.suspicion(query, now);
        if (suspicion.isPresent()) {
            return suspicion.get();
        }
        var proof = UploadProof.of(publish, rules.upload().salts());
        if (rules.upload().requiresAuth() && !proof.holds()) {
            return unproven(proof, query, now, toll);
        }
        if (query instanceof UploadQuery.Unnamed && proof.owners().size() > 1) {
            return Rejected.of(NOT_ALLOWED, "its salts belong to different SUIDs: name one in the query, suid=");
        }
        Suid suid = query instanceof UploadQuery.Named named
                ? named.suid()
                : proof.owners().stream().findFirst().orElse(rules.upload().defaultSuid());
        if (rules.upload().isSalted(suid) && !proof.owners().contains(suid)) {
            return SALTED;
        }
        Sensor sensor = sensors.apply(suid);
        Optional<Verdict> objection = objectionToUnsigned(sensor);
        if (objection.isPresent()) {
            return objection.get();
        }
        var identity = Identity.unsigned(suid, Trust.LEGACY, Source.UPLOAD, proof.checksums());
        return new Contents(rules, identity, sensor, now, toll).decide(publish, Codecs.uploads(publish.contentType()));
    }

    private static Verdict unproven(UploadProof proof, UploadQuery query, Moment now, Toll toll) {
        if (!proof.isGiven()) {
            return Rejected.of(SIGNATURE_MISSING, "uploads need a header Content-SHA256-Salted here");
        }
        toll.failed(query, now);
        return Rejected.of(SIGNATURE_WRONG, "a salted hash does not match");
    }

    private Verdict dialect(
            PublishTopic.Dialect topic, Publish publish, Function<Suid, Sensor> sensors, Moment now, Toll toll) {
        Optional<Rejected> suspicion = toll.suspicion(topic, now);
        if (suspicion.isPresent()) {
            return suspicion.get();
        }
        Dialects.Heard heard;
        try {
            heard = dialects.hear(topic, publish);
        } catch (Refusal refusal) {
            if (refusal.reason() == SIGNATURE_WRONG) {
                toll.failed(topic, now);
            }
            return Rejected.of(refusal.reason(), refusal.detail());
        }
        Sensor sensor = sensors.apply(heard.suid());
        Optional<Verdict> objection = objectionToUnsigned(sensor);
        if (objection.isPresent()) {
            return objection.get();
        }
        var identity = Identity.unsigned(heard.suid(), Trust.LEGACY, heard.source(), heard.provenance());
        return new Contents(rules, identity, sensor, now, toll)
                .deliveredTo(PublishTopic.readings(heard.suid()))
                .decide(heard.observations());
    }

    /** What stands against data of {@code sensor} that nobody signed. */
    private static Optional<Verdict> objectionToUnsigned(Sensor sensor) {
        if (sensor instanceof Sensor.Unreadable) {
            return Optional.of(Rejected.of(UNAVAILABLE, "the registration of this SUID cannot be read just now"));
        }
        return sensor.takesUnsigned()
                ? Optional.empty()
                : Optional.of(Rejected.of(NOT_ALLOWED, "this SUID is registered: it takes nothing that is not signed"));
    }
}
