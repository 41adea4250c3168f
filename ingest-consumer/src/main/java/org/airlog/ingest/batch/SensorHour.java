package org.airlog.ingest.batch;

import java.time.Instant;

/**
 * An hour of one life of a sensor.
 *
 * @param hour its start, of UTC
 */
public record SensorHour(SensorKey sensor, Instant hour) {}
