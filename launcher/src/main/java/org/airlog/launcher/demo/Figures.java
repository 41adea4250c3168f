package org.airlog.launcher.demo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a set of observations comes to. Two are equal when every figure is, down to the last digit.
 *
 * @param rows observations
 * @param first time of the first, empty where there is none
 * @param last time of the last
 * @param types reading type, in lower case → its figures, in the order of the file
 */
record Figures(long rows, Optional<Instant> first, Optional<Instant> last, Map<String, OfType> types) {

    Figures {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    }

    /**
     * The readings of one type.
     *
     * @param sum exact, in decimals: unlike a sum of binary fractions it does not depend on the order
     */
    record OfType(long readings, BigDecimal sum) {

        static final OfType NONE = new OfType(0, BigDecimal.ZERO);

        OfType {
            sum = sum.stripTrailingZeros();
        }

        /** Six significant digits; empty where there are no readings. */
        Optional<BigDecimal> mean() {
            return readings == 0
                    ? Optional.empty()
                    : Optional.of(sum.divide(BigDecimal.valueOf(readings), new MathContext(6)));
        }

        OfType plus(BigDecimal value) {
            return new OfType(readings + 1, sum.add(value));
        }
    }
}
