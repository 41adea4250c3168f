package org.airlog.bench;

import org.HdrHistogram.Histogram;

/** How long something took, in milliseconds: half of all times are {@code p50} or less, and so on. */
public record Latency(double p50, double p99, double p999, double max) {

    private static final double MICROS_PER_MILLI = 1e3;

    static Latency of(Histogram micros) {
        return new Latency(
                micros.getValueAtPercentile(50) / MICROS_PER_MILLI,
                micros.getValueAtPercentile(99) / MICROS_PER_MILLI,
                micros.getValueAtPercentile(99.9) / MICROS_PER_MILLI,
                micros.getMaxValue() / MICROS_PER_MILLI);
    }
}
