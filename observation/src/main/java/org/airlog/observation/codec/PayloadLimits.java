package org.airlog.observation.codec;

/**
 * What a payload may hold at most; each limit has a name that its refusal tells.
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
}
