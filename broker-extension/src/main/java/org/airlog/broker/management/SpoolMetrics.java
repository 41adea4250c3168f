package org.airlog.broker.management;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.airlog.broker.forwarding.SpooledLog;
import org.airlog.broker.spool.SpoolFigures;

/**
 * The spool's gauges (entries, bytes, age of the oldest entry, where the breaker stands) and counters. Appended entries
 * are either drained or parked in the end, or wait; what is drained twice counts twice.
 */
public final class SpoolMetrics {

    private static final String PREFIX = "airlog.broker.spool.";

    private SpoolMetrics() {}

    /** Shows {@code log} in {@code registry}, as long as both live. */
    public static void bind(MeterRegistry registry, SpooledLog log) {
        gauge(registry, "depth.entries", log, SpoolFigures::entries);
        gauge(registry, "depth.bytes", log, SpoolFigures::bytes);
        gauge(registry, "capacity.bytes", log, SpoolFigures::capacityBytes);
        gauge(registry, "parked.files", log, SpoolFigures::parkedFiles);
        gauge(registry, "damaged.files", log, SpoolFigures::damagedFiles);
        Gauge.builder(PREFIX + "oldest.age.seconds", log, it -> it.oldestAge().toMillis() / 1_000.0)
                .register(registry);
        for (String state : SpooledLog.STATES) {
            Gauge.builder(PREFIX + "state", log, it -> it.state().equals(state) ? 1 : 0)
                    .tag("state", state)
                    .register(registry);
        }
        counter(registry, "appended", log, SpoolFigures::appended);
        counter(registry, "drained", log, SpoolFigures::drained);
        counter(registry, "parked", log, SpoolFigures::parked);
        counter(registry, "torn", log, SpoolFigures::tornTails);
        counter(registry, "refused.full", log, SpoolFigures::refusedFull);
        counter(registry, "failed", log, SpoolFigures::failed);
        counter(registry, "forces", log, SpoolFigures::forces);
        FunctionCounter.builder(PREFIX + "openings", log, SpooledLog::openings).register(registry);
    }

    private static void gauge(
            MeterRegistry registry, String name, SpooledLog log, ToDoubleFunction<SpoolFigures> figure) {
        Gauge.builder(PREFIX + name, log, it -> figure.applyAsDouble(it.figures()))
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry, String name, SpooledLog log, ToDoubleFunction<SpoolFigures> figure) {
        FunctionCounter.builder(PREFIX + name, log, it -> figure.applyAsDouble(it.figures()))
                .register(registry);
    }
}
