package org.airlog.broker.intake;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.airlog.broker.intake.limit.Wait;
import org.airlog.observation.Observation;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.ReportedObservation;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ReadingsJson;

/** What is to become of one publish. */
public sealed interface Verdict permits Verdict.Accepted, Verdict.Rejected, Verdict.Unsettled {

    /**
     * Store it, then acknowledge it.
     *
     * @param suid whose observations they are
     * @param record what is to be stored
     * @param delivery what subscribers get; empty where nobody may see it
     * @param refused whole observations left out, by reason
     * @param trimmed stored observations that lost readings for {@link Reason#VALUE_IMPLAUSIBLE}
     * @param secretStep the step of the registry that brought the secret which signed; empty where nobody signed
     */
    record Accepted(
            Suid suid,
            ObservationRecord record,
            Optional<Delivery> delivery,
            Map<Reason, Integer> refused,
            int trimmed,
            Optional<UUID> secretStep)
            implements Verdict {

        public Accepted {
            if (refused.isEmpty()) {
                refused = Map.of();
            } else {
                var copy = new EnumMap<Reason, Integer>(Reason.class);
                copy.putAll(refused);
                refused = Collections.unmodifiableMap(copy);
            }
        }

        /** How many observations are stored. */
        public int count() {
            return record.observations().size();
        }

        /** Whether nothing was left out of what was sent. */
        public boolean isWhole() {
            return refused.isEmpty() && trimmed == 0;
        }

        /** How many observations were in the publish. */
        public int received() {
            return count()
                    + refused.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** Observations that lost something, by reason: what the sender is told. */
        public Map<Reason, Integer> affected() {
            if (isWhole()) {
                return Map.of();
            }
            var affected = new EnumMap<Reason, Integer>(Reason.class);
            affected.putAll(refused);
            if (trimmed > 0) {
                affected.merge(Reason.VALUE_IMPLAUSIBLE, trimmed, Integer::sum);
            }
            return affected;
        }
    }

    /**
     * What subscribers get: the accepted readings written anew as JSON, as whatever else a payload held, a position
     * say, was looked at by nobody.
     *
     * @param topic the canonical topic
     * @param accepted what is stored; at least one of them holds readings
     */
    record Delivery(String topic, List<Observation> accepted) {

        public Delivery {
            accepted = List.copyOf(accepted);
        }

        /** Written for each call: it is worth it only where somebody listens. */
        public Payload payload() {
            return ReadingsJson.encode(accepted.stream()
                    .filter(observation -> !observation.readings().isEmpty())
                    .map(observation -> ReportedObservation.at(observation.time(), observation.readings()))
                    .toList());
        }
    }

    /**
     * Store nothing of it.
     *
     * @param detail what to mend, for its sender; no secret, signature or position
     * @param observations how many were in it; 0 where it was not read that far
     * @param overLimit which limit it is over, and for how long; empty for every other reason
     */
    record Rejected(Reason reason, String detail, int observations, Optional<Wait> overLimit) implements Verdict {

        /** A publish that is over no limit. */
        public Rejected(Reason reason, String detail, int observations) {
            this(reason, detail, observations, Optional.empty());
        }

        /** A publish that was refused before its observations were counted. */
        public static Rejected of(Reason reason, String detail) {
            return new Rejected(reason, detail, 0);
        }

        /** A publish that is over a limit. */
        static Rejected of(Wait wait) {
            return new Rejected(Reason.OVER_LIMIT, wait.detail(), 0, Optional.of(wait));
        }

        /** The same, now that it is known how many observations were in it. */
        Rejected with(int count) {
            return new Rejected(reason, detail, count, overLimit);
        }
    }

    /** Answer {@code question} first, then decide again. */
    record Unsettled(Question question) implements Verdict {}

    /** What must be known or written before a publish can be decided. */
    sealed interface Question {

        /** The registry may have moved on: catch up with it. */
        record RegistryBehind() implements Question {}

        /** Nobody has used this SUID: write its unsigned step and see whether it counts. */
        record FirstUse(Suid suid, Trust trust) implements Question {}
    }
}
