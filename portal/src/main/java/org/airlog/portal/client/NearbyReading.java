package org.airlog.portal.client;

import java.time.Instant;
import org.airlog.portal.quality.Pollutant;

/**
 * What a sensor measured of one pollutant a short while ago.
 *
 * @param isSigned whether a signature stands behind it
 * @param place of the sensor, as it is shown to anybody
 * @param value in the pollutant's unit
 */
public record NearbyReading(Pollutant pollutant, boolean isSigned, Position place, Instant time, double value) {}
