package org.airlog.portal.quality;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * One pollutant's column of the EPA's table: six ranges of concentrations, each with its range of the index.
 *
 * @param averaging of the concentrations
 * @param unit of the concentrations
 * @param perUnit how many of it are one of the reading's unit
 * @param decimals to which a concentration is cut off, never rounded, before it is looked up
 * @param lows first concentration of each range
 * @param highs last one of each range
 */
record Breakpoints(String averaging, String unit, double perUnit, int decimals, List<Double> lows, List<Double> highs) {

    private static final int[] INDEX_LOWS = {0, 51, 101, 151, 201, 301};
    private static final int[] INDEX_HIGHS = {50, 100, 150, 200, 300, 500};

    Breakpoints {
        lows = List.copyOf(lows);
        highs = List.copyOf(highs);
    }

    /** Equation 1 of the EPA: a straight line within each range, rounded to a whole number. */
    long index(double reading) {
        double concentration = cut(reading * perUnit);
        int range = 0;
        while (range + 1 < lows.size() && concentration >= lows.get(range + 1)) {
            range++;
        }
        double low = lows.get(range);
        double high = highs.get(range);
        boolean isLast = range + 1 == lows.size();
        // Between two ranges, which only happens to ozone: no more than the lower one can be.
        double within = isLast ? concentration : Math.min(concentration, high);
        double slope = (INDEX_HIGHS[range] - INDEX_LOWS[range]) / (high - low);
        // A hundred-millionth, because 125.5 must not become 125.49999999999999 by binary fractions.
        return Math.round(slope * (within - low) + INDEX_LOWS[range] + 1e-8);
    }

    private double cut(double concentration) {
        return BigDecimal.valueOf(Math.max(0, concentration))
                .setScale(decimals, RoundingMode.DOWN)
                .doubleValue();
    }

    /** Its bands. What is cut off at the end belongs to the band below, so that a band ends where the next one begins. */
    Scale scale() {
        var published = new ArrayList<String>();
        for (int range = 0; range + 1 < lows.size(); range++) {
            published.add(text(lows.get(range)) + "–" + text(highs.get(range)));
        }
        published.add("≥ " + text(lows.get(lows.size() - 1)));
        return new Scale(averaging, unit, perUnit, published, lows.subList(1, lows.size()), false);
    }

    private String text(double concentration) {
        return BigDecimal.valueOf(concentration)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
