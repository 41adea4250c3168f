package org.airlog.observation.codec;

import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;

/**
 * What a payload may hold at most; each limit has a name with which its refusal's detail begins.
 *
 * <p>Past a limit of size ({@code payload-bytes}, {@code observations-per-payload}, {@code readings-per-observation}) the
 * reason is {@code too-large}; past a limit of form ({@code name-length}, {@code json-depth}) it is {@code malformed}.
 *
 * @param maxPayloadBytes {@code payload-bytes}
 * @param maxObservations {@code observations-per-payload}
 * @param maxReadings {@code readings-per-observation}
 * @param maxNameLength {@code name-length}, characters of a reading's name
 * @param maxDepth {@code json-depth}, nesting of JSON and MessagePack
 */
public record PayloadLimits(
        int maxPayloadBytes, int maxObservations, int maxReadings, int maxNameLength, int maxDepth) {

    /** 256 KiB, 2,500 observations, 64 readings each, 63 characters a name, depth 8. */
    public static final PayloadLimits DEFAULTS = new PayloadLimits(256 * 1024, 2_500, 64, 63, 8);

    /** Throws {@link IllegalArgumentException} where a limit is not positive. */
    public PayloadLimits {
        if (maxPayloadBytes < 1 || maxObservations < 1 || maxReadings < 1 || maxNameLength < 1 || maxDepth < 1) {
            throw new IllegalArgumentException("each limit of a payload must be positive");
        }
    }

    void checkLength(Payload payload) throws Refusal {
        if (payload.length() > maxPayloadBytes) {
            throw new Refusal(Reason.TOO_LARGE, "payload-bytes: more than " + maxPayloadBytes + " bytes");
        }
    }

    void checkObservations(int count) throws Refusal {
        if (count > maxObservations) {
            throw new Refusal(
                    Reason.TOO_LARGE, "observations-per-payload: more than " + maxObservations + " observations");
        }
    }

    void checkReadings(int count, Object what) throws Refusal {
        if (count > maxReadings) {
            throw new Refusal(Reason.TOO_LARGE, "readings-per-observation: " + what + " has more than " + maxReadings);
        }
    }
}
