package org.airlog.observation.codec;

import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;

/** Reads payloads of a dialect in which the device names itself. Pure, stateless, safe for use by many threads. */
@FunctionalInterface
public interface DeviceDecoder {

    /**
     * Who sent {@code payload}, and what was observed.
     *
     * @throws Refusal {@code malformed} or {@code too-large}; no other exception for any input
     */
    DeviceReport decode(Payload payload, PayloadLimits limits) throws Refusal;
}
