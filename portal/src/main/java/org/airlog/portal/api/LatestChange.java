package org.airlog.portal.api;

import java.time.Instant;

/**
 * A newest reading that another took the place of.
 *
 * @param publicId of its sensor
 * @param changedAt by the database's clock
 */
public record LatestChange(String publicId, Instant changedAt, LatestReading reading) {}
