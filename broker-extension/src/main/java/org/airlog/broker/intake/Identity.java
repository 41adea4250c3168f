package org.airlog.broker.intake;

import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whose observations a publish holds, how far that is known, and what is kept of how.
 *
 * @param secretStep the step of the registry that brought the secret which signed; null where nobody signed
 */
record Identity(
        Suid suid,
        UUID registration,
        Trust trust,
        Source source,
        Map<String, String> provenance,
        @Nullable UUID secretStep) {

    Identity {
        provenance = Map.copyOf(provenance);
    }

    /** That of a sensor whose signature held. */
    static Identity of(Suid suid, Signer.Known signer) {
        return new Identity(suid, signer.registration(), signer.trust(), Source.OPENSMOG, Map.of(), signer.step());
    }

    static Identity unsigned(Suid suid, Trust trust, Source source, Map<String, String> provenance) {
        return new Identity(suid, ObservationRecord.UNSIGNED, trust, source, provenance, null);
    }
}
