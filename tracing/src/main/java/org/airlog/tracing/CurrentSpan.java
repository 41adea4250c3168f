package org.airlog.tracing;

import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** What each thread works on, while it does: the trace that an exemplar of a metric names. Thread-safe. */
final class CurrentSpan implements io.prometheus.metrics.tracer.common.SpanContext {

    /** The only one: what it holds is the threads', and they are all processes'. */
    static final CurrentSpan INSTANCE = new CurrentSpan();

    private static final ThreadLocal<SpanContext> CURRENT = new ThreadLocal<>();

    private CurrentSpan() {}

    static void enter(SpanContext span) {
        CURRENT.set(span);
    }

    static void leave() {
        CURRENT.remove();
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        SpanContext span = CURRENT.get();
        return span == null ? null : span.getTraceId();
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        SpanContext span = CURRENT.get();
        return span == null ? null : span.getSpanId();
    }

    @Override
    public boolean isCurrentSpanSampled() {
        return CURRENT.get() != null;
    }

    /** All that is traced is sent, be it an example or not. */
    @Override
    public void markCurrentSpanAsExemplar() {}
}
