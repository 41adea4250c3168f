package org.airlog.portal.download;

import java.math.BigDecimal;
import java.time.Instant;

/** Numbers and times as uploads spell them: whole where they are whole, times in Unix seconds. */
final class Cells {

    /** Up to here every whole number is exact in a double. */
    private static final double LARGEST_EXACT = 1L << 53;

    private static final int NANO_DIGITS = 9;

    private Cells() {}

    /** {@code 1223}, {@code 0.5}, {@code 1.0E-5}; read again it is the same number, {@code -0.0} included. */
    static String number(double value) {
        long whole = (long) value;
        boolean isWhole = Double.valueOf((double) whole).equals(value) && Math.abs(value) <= LARGEST_EXACT;
        return isWhole ? Long.toString(whole) : Double.toString(value);
    }

    /** {@code 1485778030}, {@code 1485778030.25}. */
    static String seconds(Instant time) {
        long seconds = time.getEpochSecond();
        int nanos = time.getNano();
        return BigDecimal.valueOf(seconds)
                .add(BigDecimal.valueOf(nanos, NANO_DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }
}
