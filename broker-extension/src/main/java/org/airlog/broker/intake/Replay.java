package org.airlog.broker.intake;

import static org.airlog.observation.Reason.MALFORMED;
import static org.airlog.observation.Reason.NOT_ALLOWED;

import java.time.Instant;
import java.util.Optional;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Clock;
import org.airlog.observation.codec.ObservationRecord;

/**
 * Readings that were refused once and that an operator sends again, out of {@code airlog.rejected}.
 *
 * <p>Who may rotate a sensor's secret could sign for it anyway, so the operator's word stands in for the signature: for the
 * registration that was current when the readings were refused, and for nobody else's. They count as received back then, so
 * that they replace nothing newer. What would take our own time instead of the device's may have been stored back then, at
 * another time, and is refused.
 *
 * @param refusedAt when
 */
public record Replay(Instant refusedAt) {

    /** The replay that {@code publish} is; empty for everything else, and for whoever is no operator. */
    static Optional<Replay> of(Publish publish) {
        return isReplay(publish)
                ? publish.property(Property.REPLAY).map(Replay::instant).map(Replay::new)
                : Optional.empty();
    }

    /** Whether an operator calls {@code publish} a replay. */
    public static boolean isReplay(Publish publish) {
        return publish.origin().principal() == Principal.OPERATOR
                && publish.property(Property.REPLAY).isPresent();
    }

    /** What stands against it as readings that {@code sensor} signed. */
    Optional<Verdict> objection(Sensor.Registered sensor) {
        // The registry keeps whole seconds.
        return refusedAt.isBefore(sensor.standing().since().plusSeconds(1))
                ? Optional.of(Rejected.of(NOT_ALLOWED, "this SUID has been registered anew since"))
                : Optional.empty();
    }

    /** {@code verdict} with what is different for a replay. */
    Verdict settle(Verdict verdict, Moment now) {
        if (!(verdict instanceof Accepted accepted)) {
            return verdict;
        }
        if (refusedAt.isAfter(now.time())) {
            return new Rejected(MALFORMED, "a replay of what will be refused", accepted.received());
        }
        ObservationRecord record = accepted.record();
        if (record.observations().stream().anyMatch(observation -> observation.clock() != Clock.DEVICE)) {
            return new Rejected(
                    NOT_ALLOWED,
                    "an observation has no time of its own, so it would be another one",
                    accepted.received());
        }
        return new Accepted(
                accepted.suid(),
                new ObservationRecord(
                        record.registration(), record.trust(), record.source(), refusedAt, record.observations()),
                accepted.delivery(),
                accepted.refused(),
                accepted.trimmed(),
                // No secret has signed.
                Optional.empty());
    }

    /** Milliseconds; what is none is never over, so that it is refused. */
    private static Instant instant(String millis) {
        return millis.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(millis)) : Instant.MAX;
    }
}
