package org.airlog.broker.intake;

import static org.airlog.observation.Reason.UNAVAILABLE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Delivery;
import org.airlog.broker.intake.Verdict.Question;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.Verdict.Unsettled;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Observation;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.RowSpread;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.PayloadDecoder;
import org.jspecify.annotations.Nullable;

/**
 * What a publish holds, once it is known whose it is: decoded, counted against the limits of observations, judged one by
 * one, and put into a {@link Verdict}. Used once, by one thread.
 */
final class Contents {

    private final Rules rules;
    private final Identity identity;
    private final Sensor sensor;
    private final Moment now;
    private final Toll toll;
    private @Nullable String topic;

    Contents(Rules rules, Identity identity, Sensor sensor, Moment now, Toll toll) {
        this.rules = rules;
        this.identity = identity;
        this.sensor = sensor;
        this.now = now;
        this.toll = toll;
    }

    /** Readings of it are for subscribers of {@code canonical}; without a word, nothing is. */
    Contents deliveredTo(String canonical) {
        this.topic = canonical;
        return this;
    }

    /** Decides on what {@code decoder} reads in {@code publish}. */
    Verdict decide(Publish publish, PayloadDecoder decoder) {
        try {
            return decide(decoder.decode(publish.payload(), rules.limits()));
        } catch (Refusal refusal) {
            return Rejected.of(refusal.reason(), refusal.detail());
        }
    }

    /** Decides on {@code reported}. */
    Verdict decide(List<ReportedObservation> reported) {
        if (!now.isSteady()) {
            return Rejected.of(UNAVAILABLE, "our own clock is not to be believed just now");
        }
        boolean sharesSuid = identity.suid().equals(rules.upload().defaultSuid());
        Optional<Rejected> tooMuch = tooMuch(reported.size(), sharesSuid);
        if (tooMuch.isPresent()) {
            return tooMuch.get().with(reported.size());
        }
        var judgement = new Judgement(
                rules.clock(),
                now.time(),
                identity.trust().isSigned(),
                sharesSuid ? RowSpread::of : row -> Duration.ZERO,
                identity.provenance());
        reported.forEach(judgement::judge);
        return onFirstUse(conclude(judgement, reported.size()));
    }

    private Optional<Rejected> tooMuch(int count, boolean sharesSuid) {
        return identity.trust().isSigned()
                ? toll.signedObservations(identity.suid(), count, now)
                : toll.unsignedObservations(sharesSuid ? Optional.empty() : Optional.of(identity.suid()), count, now);
    }

    private Verdict conclude(Judgement judgement, int reported) {
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
                delivery(record.observations()),
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
    private Optional<Delivery> delivery(List<Observation> accepted) {
        if (topic != null) {
            for (Observation observation : accepted) {
                if (!observation.readings().isEmpty()) {
                    return Optional.of(new Delivery(topic, accepted));
                }
            }
        }
        return Optional.empty();
    }

    private Verdict onFirstUse(Verdict verdict) {
        if (!(verdict instanceof Accepted accepted) || !(sensor instanceof Sensor.Unknown)) {
            return verdict;
        }
        return toll.newSensor(now)
                .<Verdict>map(tooMuch -> tooMuch.with(accepted.received()))
                .orElseGet(() -> new Unsettled(new Question.FirstUse(identity.suid(), identity.trust())));
    }
}
