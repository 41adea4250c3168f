package org.airlog.ingest.management;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import org.airlog.ingest.timescale.Rollups.Pass;

/**
 * How far what is counted by hour and day is behind the rows, as far as this consumer has seen: of several, the one whose
 * {@code airlog_ingest_rollup_behind_seconds} is least knows best. Thread-safe.
 */
public final class RollupMeters {

    private final Counter hours;
    private final LongSupplier nanoTime;
    private volatile long pendingMarks;
    private volatile long inStepAtNanos;

    /** Counts into {@code registry}; {@code nanoTime} goes on steadily. */
    public RollupMeters(MeterRegistry registry, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        inStepAtNanos = nanoTime.getAsLong();
        hours = registry.counter("airlog.ingest.rollup.hours");
        Gauge.builder("airlog.ingest.rollup.pending.marks", () -> pendingMarks).register(registry);
        Gauge.builder("airlog.ingest.rollup.behind", () -> (nanoTime.getAsLong() - inStepAtNanos) / 1e9)
                .description("since a pass left nothing that had been marked before it")
                .baseUnit("seconds")
                .register(registry);
    }

    /** A pass has committed. */
    public void passed(Pass pass) {
        hours.increment(pass.hours());
        pendingMarks = pass.pendingMarks();
        if (!pass.leavesSome()) {
            inStepAtNanos = nanoTime.getAsLong();
        }
    }
}
