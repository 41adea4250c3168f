package org.airlog.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.util.stream.Collectors;
import org.airlog.observation.TraceContext;

/** A step that is traced. */
final class SpanStep implements Step {

    private final Spans spans;
    private final Span span;

    SpanStep(Spans spans, Span span) {
        this.spans = spans;
        this.span = span;
    }

    @Override
    public boolean isTraced() {
        return true;
    }

    @Override
    public Step child(String name, Kind kind) {
        return spans.begin(name, kind, span.getSpanContext());
    }

    @Override
    public Step set(String name, String value) {
        span.setAttribute(name, value);
        return this;
    }

    @Override
    public Step set(String name, long value) {
        span.setAttribute(name, value);
        return this;
    }

    @Override
    public void failed(String type) {
        span.setAttribute("error.type", type);
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void end() {
        span.end();
    }

    @Override
    public TraceContext context() {
        SpanContext context = span.getSpanContext();
        String state = context.getTraceState().asMap().entrySet().stream()
                .map(member -> member.getKey() + "=" + member.getValue())
                .collect(Collectors.joining(","));
        return new TraceContext(context.getTraceId(), context.getSpanId(), true, state);
    }

    @Override
    public void enter() {
        CurrentSpan.enter(span.getSpanContext());
    }

    @Override
    public void leave() {
        CurrentSpan.leave();
    }
}
