package org.airlog.ingest.batch;

import org.airlog.observation.Payload;

/**
 * What goes to {@code airlog.parked} in place of the database.
 *
 * @param origin the record it was in
 * @param detail for people; quotes no value
 * @param observations how many observations it holds; 0 for a registry record
 * @param value the original bytes, or a record of the same format with only the observations that are parked
 */
public record Parked(LoggedRecord origin, ParkReason reason, String detail, int observations, Payload value) {}
