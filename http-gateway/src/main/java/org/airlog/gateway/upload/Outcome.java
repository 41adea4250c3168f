package org.airlog.gateway.upload;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.signature.Secret;

/** What became of an {@link Upload}, in Airlog's own words: neither MQTT's nor HTTP's. */
public sealed interface Outcome permits Outcome.Accepted, Outcome.Registered, Outcome.Refused {

    /** The value for whichever it is: Java 17 has no exhaustive {@code switch} over types. */
    <T> T match(Function<Accepted, T> accepted, Function<Registered, T> registered, Function<Refused, T> refused);

    /**
     * Stored, or safe where it will be stored from.
     *
     * @param observations how many were accepted, where the broker says so
     * @param refusedParts {@code <observations>;<reason>}, one for each reason why a part was refused
     */
    record Accepted(OptionalInt observations, List<String> refusedParts) implements Outcome {

        /** Copies the parts. */
        public Accepted {
            refusedParts = List.copyOf(refusedParts);
        }

        @Override
        public <T> T match(
                Function<Accepted, T> accepted, Function<Registered, T> registered, Function<Refused, T> refused) {
            return accepted.apply(this);
        }
    }

    /** Registered: the sensor must be given {@code secret}, now or never. */
    record Registered(Secret secret) implements Outcome {
        @Override
        public <T> T match(
                Function<Accepted, T> accepted, Function<Registered, T> registered, Function<Refused, T> refused) {
            return registered.apply(this);
        }
    }

    /**
     * Not accepted.
     *
     * @param detail what to mend, in a sentence; may be empty
     * @param retryAfter seconds after which to try again, where the broker says so
     */
    record Refused(Reason reason, String detail, OptionalInt retryAfter) implements Outcome {

        /** A refusal that says nothing of when to try again. */
        public Refused(Reason reason, String detail) {
            this(reason, detail, OptionalInt.empty());
        }

        /** The same as a value. */
        public static Refused of(Refusal refusal) {
            return new Refused(refusal.reason(), refusal.detail());
        }

        /** Not known to be stored: the sender keeps its copy. */
        public static Refused unavailable(String detail) {
            return new Refused(Reason.UNAVAILABLE, detail);
        }

        @Override
        public <T> T match(
                Function<Accepted, T> accepted, Function<Registered, T> registered, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
