package org.airlog.tracing;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many spans wait, and what became of the others: {@code airlog_tracing_spans_total} by outcome, {@code exported} (the
 * collector has them), {@code dropped} (too many waited) or {@code failed} (the collector did not take them). Thread-safe.
 */
final class SpanCounts {

    private final int room;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder exported = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** At most {@code room} may wait. */
    SpanCounts(int room) {
        this.room = room;
    }

    /** Counts into {@code registry}. */
    void bindTo(MeterRegistry registry) {
        bind(registry, "exported", exported);
        bind(registry, "dropped", dropped);
        bind(registry, "failed", failed);
    }

    /** Whether one more may wait; else it counts as dropped. */
    boolean takesOne() {
        if (waiting.incrementAndGet() > room) {
            waiting.decrementAndGet();
            dropped.increment();
            return false;
        }
        return true;
    }

    /** {@code spans} wait no longer: they are being sent. */
    void leave(int spans) {
        waiting.addAndGet(-spans);
    }

    /** The collector has them, or not. */
    void sent(int spans, boolean isTaken) {
        (isTaken ? exported : failed).add(spans);
    }

    long exported() {
        return exported.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    long failed() {
        return failed.sum();
    }

    private static void bind(MeterRegistry registry, String outcome, LongAdder count) {
        FunctionCounter.builder("airlog.tracing.spans", count, LongAdder::doubleValue)
                .tag("outcome", outcome)
                .register(registry);
    }
}
