package org.airlog.ingest.opensensemap.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.airlog.observation.Position;
import org.jspecify.annotations.Nullable;

/**
 * One value of one sensor of a box.
 *
 * @param value a decimal number, see {@link #text}
 * @param position where it was measured; null where unknown
 */
public record Measurement(SensorSpec sensor, String value, Instant time, @Nullable Position position) {

    private static final int DECIMALS = 3;

    /** {@code value} rounded to three decimals, halves to even, as co2logserver 0.1.2 does; without an exponent. */
    static String text(double value) {
        BigDecimal rounded = new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
