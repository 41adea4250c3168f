package org.airlog.resilience.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table as it was found.
 *
 * @param time of the observation
 * @param number the reading that carries it; null where the column is
 * @param pm10 in µg/m³
 * @param temp in °C
 */
public record StoredRow(Instant time, @Nullable Double number, @Nullable Double pm10, @Nullable Double temp) {}
