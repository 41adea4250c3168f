package org.airlog.broker.intake;

import static org.airlog.observation.Reason.NOT_ALLOWED;
import static org.airlog.observation.Reason.SIGNATURE_MISSING;
import static org.airlog.observation.Reason.SIGNATURE_WRONG;
import static org.airlog.observation.Reason.TOO_LARGE;
import static org.airlog.observation.Reason.TOPIC_INVALID;
import static org.airlog.observation.Reason.UNAVAILABLE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Delivery;
import org.airlog.broker.intake.Verdict.Question;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.RowSpread;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.Codecs;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.PayloadDecoder;
import org.airlog.observation.codec.ReadingsJson;
import org.jspecify.annotations.Nullable;

/**
 * The decision on one publish: cheapest check first, nothing but values in and a {@link Verdict} out.
 *
 * <p>Topic and SUID, then whether the sensor may publish so ({@link Admission}), then what its payload says ({@link
 * Codecs}), then each observation for itself ({@link Judgement}). What would be accepted from a SUID that nobody used
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

    /**
     * Decides on {@code publish}, given the registry and when; {@code sensors} is asked once at most, for the sensor that
     * the publish speaks for, and only when size and freshness allow a closer look.
     */
    public Verdict decide(Publish publish, Function<Suid, Sensor> sensors, Freshness freshness, Moment now) {
        PublishTopic topic = PublishTopic.parse(publish.topic());
        if (topic instanceof PublishTopic.Unknown unknown) {
            return Rejected.of(TOPIC_INVALID, unknown.why());
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
            return readings(readings, publish, sensors.apply(readings.suid()), freshness, now);
        }
        if (topic instanceof PublishTopic.Dialect dialect) {
            return dialect(dialect, publish, sensors, now);
        }
        return topic instanceof PublishTopic.Upload
                ? upload(publish, sensors, now)
                : Rejected.of(TOPIC_INVALID, "a registration carries no readings");
    }

    private Verdict readings(
            PublishTopic.Readings topic, Publish publish, Sensor sensor, Freshness freshness, Moment now) {
        Optional<Verdict> objection = admission.objection(topic, publish, sensor, freshness, now);
        if (objection.isPresent()) {
            return objection.get();
        }
        if (rules.upload().isSalted(topic.suid())) {
            return SALTED;
        }
        var identity = sensor instanceof Sensor.Registered registered
                ? Identity.of(topic.suid(), Admission.signer(topic, publish, registered, now))
                : Identity.unsigned(topic.suid(), Trust.ROGUE, Source.OPENSMOG, Map.of());
        Verdict verdict = judge(publish, identity, Codecs.readings(publish.contentType()), now);
        return onFirstUse(deliver(verdict, topic.canonical()), sensor, identity);
    }

    private Verdict upload(Publish publish, Function<Suid, Sensor> sensors, Moment now) {
        var query = UploadQuery.of(publish);
        if (query instanceof UploadQuery.Malformed) {
            return Rejected.of(Reason.MALFORMED, "the query names a suid that is none");
        }
        var proof = UploadProof.of(publish, rules.upload().salts());
        if (rules.upload().requiresAuth() && !proof.holds()) {
            return proof.isGiven()
                    ? Rejected.of(SIGNATURE_WRONG, "a salted hash does not match")
                    : Rejected.of(SIGNATURE_MISSING, "uploads need a header Content-SHA256-Salted here");
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
        return onFirstUse(judge(publish, identity, Codecs.uploads(publish.contentType()), now), sensor, identity);
    }

    private Verdict dialect(PublishTopic.Dialect topic, Publish publish, Function<Suid, Sensor> sensors, Moment now) {
        Dialects.Heard heard;
        try {
            heard = dialects.hear(topic, publish);
        } catch (Refusal refusal) {
            return Rejected.of(refusal.reason(), refusal.detail());
        }
        Sensor sensor = sensors.apply(heard.suid());
        Optional<Verdict> objection = objectionToUnsigned(sensor);
        if (objection.isPresent()) {
            return objection.get();
        }
        var identity = Identity.unsigned(heard.suid(), Trust.LEGACY, heard.source(), heard.provenance());
        Verdict verdict = judge(heard.observations(), identity, now);
        return onFirstUse(deliver(verdict, PublishTopic.readings(heard.suid())), sensor, identity);
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

    private Verdict judge(Publish publish, Identity identity, PayloadDecoder decoder, Moment now) {
        try {
            return judge(decoder.decode(publish.payload(), rules.limits()), identity, now);
        } catch (Refusal refusal) {
            return Rejected.of(refusal.reason(), refusal.detail());
        }
    }

    private Verdict judge(List<ReportedObservation> reported, Identity identity, Moment now) {
        if (!now.isSteady()) {
            return Rejected.of(UNAVAILABLE, "our own clock has just jumped");
        }
        boolean sharesSuid = identity.suid().equals(rules.upload().defaultSuid());
        var judgement = new Judgement(
                rules.clock(),
                now.time(),
                identity.trust().isSigned(),
                sharesSuid ? RowSpread::of : row -> Duration.ZERO,
                identity.provenance());
        reported.forEach(judgement::judge);
        return conclude(judgement, reported.size(), identity, now);
    }

    private Verdict conclude(Judgement judgement, int reported, Identity identity, Moment now) {
        Reason reason = judgement.firstReason();
        boolean isRefused = judgement.kept().isEmpty() || (reason != null && rules.isAllOrNothing());
        if (isRefused) {
            return reason == null
                    ? Rejected.of(Reason.MALFORMED, "there is no observation in it")
                    : new Rejected(reason, detail(reason), reported);
        }
        var record = new ObservationRecord(
                identity.registration(), identity.trust(), identity.source(), now.time(), judgement.kept());
        return new Accepted(
                identity.suid(),
                record,
                Optional.empty(),
                judgement.refused(),
                judgement.trimmed(),
                Optional.ofNullable(identity.secretStep()));
    }

    /** What a sender can do about {@code reason}. */
    private String detail(Reason reason) {
        return switch (reason) {
            case TIME_IMPLAUSIBLE ->
                "a time lies more than " + rules.clock().maxAge().toDays() + " days back or "
                        + rules.clock().maxAhead().toSeconds() + " s ahead";
            case VALUE_IMPLAUSIBLE -> "a value lies outside the range of its reading type";
            default -> "an observation holds nothing";
        };
    }

    /** Readings go to subscribers as they were accepted, not as they came; what holds none goes to nobody. */
    private static Verdict deliver(Verdict verdict, String topic) {
        if (!(verdict instanceof Accepted accepted)) {
            return verdict;
        }
        var readings = accepted.record().observations().stream()
                .filter(observation -> !observation.readings().isEmpty())
                .map(observation -> ReportedObservation.at(observation.time(), observation.readings()))
                .toList();
        if (readings.isEmpty()) {
            return verdict;
        }
        return new Accepted(
                accepted.suid(),
                accepted.record(),
                Optional.of(new Delivery(topic, ReadingsJson.encode(readings))),
                accepted.refused(),
                accepted.trimmed(),
                accepted.secretStep());
    }

    private static Verdict onFirstUse(Verdict verdict, Sensor sensor, Identity identity) {
        return verdict instanceof Accepted && sensor instanceof Sensor.Unknown
                ? new Unsettled(new Question.FirstUse(identity.suid(), identity.trust()))
                : verdict;
    }

    /** Whose observations these are, how far that is known, and what is kept of how. */
    private record Identity(
            Suid suid,
            UUID registration,
            Trust trust,
            Source source,
            Map<String, String> provenance,
            @Nullable UUID secretStep) {

        static Identity of(Suid suid, Signer.Known signer) {
            return new Identity(suid, signer.registration(), signer.trust(), Source.OPENSMOG, Map.of(), signer.step());
        }

        static Identity unsigned(Suid suid, Trust trust, Source source, Map<String, String> provenance) {
            return new Identity(suid, ObservationRecord.UNSIGNED, trust, source, provenance, null);
        }
    }
}
