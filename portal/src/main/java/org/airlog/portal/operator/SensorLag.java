package org.airlog.portal.operator;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a sensor does, for who keeps it running. Its SUID is for nobody else.
 *
 * @param key of the database
 * @param id what it is called in public
 * @param silentSince the later of when it was last heard and first seen: what the list is sorted by
 * @param lastSeen time of its newest reading
 * @param silentSeconds since something was received of it
 * @param delaySeconds how much later than it was measured its newest reading was received
 * @param readings24h readings of the last 24 hours, whole hours counted
 * @param hasPosition whether it was registered with a place; what its readings say of where it is, the list is not told
 */
public record SensorLag(
        int key,
        String id,
        String suid,
        String trust,
        String manufacturer,
        String model,
        Instant firstSeen,
        Optional<Instant> registeredAt,
        Optional<Instant> retiredAt,
        Instant silentSince,
        Optional<Instant> lastSeen,
        OptionalLong silentSeconds,
        OptionalLong delaySeconds,
        long readings24h,
        boolean hasPosition) {}
