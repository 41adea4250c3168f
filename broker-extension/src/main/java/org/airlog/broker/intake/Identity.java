package org.airlog.broker.intake;

import java.util.Map;
import java.util.UUID;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Source;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.ObservationRecord;

/** Whose observations a publish holds, how far that is known, and what is kept of how. */
record Identity(Suid suid, UUID registration, Trust trust, Source source, Map<String, String> provenance) {

    Identity {
        provenance = Map.copyOf(provenance);
    }

    /** That of a sensor whose signature held. */
    static Identity of(Suid suid, Sensor.Registered sensor) {
        return new Identity(suid, sensor.registration(), sensor.trust(), Source.OPENSMOG, Map.of());
    }

    static Identity unsigned(Suid suid, Trust trust, Source source, Map<String, String> provenance) {
        return new Identity(suid, ObservationRecord.UNSIGNED, trust, source, provenance);
    }
}
