package org.airlog.observation.codec;

import java.util.List;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.ReportedObservation;

/** Reads the payload of one dialect. Pure, stateless, safe for use by many threads. */
@FunctionalInterface
public interface PayloadDecoder {

    /**
     * The observations in {@code payload}, at least one, in its order.
     *
     * @throws Refusal {@code malformed} or {@code too-large}; no other exception for any input
     */
    List<ReportedObservation> decode(Payload payload, PayloadLimits limits) throws Refusal;
}
