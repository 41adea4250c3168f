package org.airlog.portal.api;

import java.time.Instant;

/**
 * The newest reading of one type of a sensor.
 *
 * @param kind its type
 * @param clock what {@code time} is worth, see {@link org.airlog.observation.Clock}
 */
public record LatestReading(ReadingKind kind, Instant time, int clock, double value) {}
