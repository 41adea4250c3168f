package org.airlog.broker.intake;

import java.util.Optional;
import org.airlog.observation.signature.Signature;

/** What a publish offers as proof of its sender. */
public sealed interface Claim {

    /** Nothing. */
    record None() implements Claim {}

    /** Something that no scheme of ours spells. */
    record Malformed() implements Claim {}

    /** A signature, not yet checked. */
    record Offered(Signature signature) implements Claim {}

    /** The claim of a publish on {@code topic}: in the topic where it has one there, else in its user property. */
    static Claim of(PublishTopic.Readings topic, Publish publish) {
        if (!(topic.claim() instanceof None)) {
            return topic.claim();
        }
        return publish.property(Property.AUTHORIZATION)
                .map(value -> of(Signature.parseAuthorization(value)))
                .orElseGet(None::new);
    }

    /** What was read where a signature stands. */
    static Claim of(Optional<Signature> signature) {
        return signature.<Claim>map(Offered::new).orElseGet(Malformed::new);
    }
}
