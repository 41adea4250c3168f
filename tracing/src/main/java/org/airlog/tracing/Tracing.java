package org.airlog.tracing;

import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.airlog.observation.TraceContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tracing of one process. Switched off, which it is where no collector is configured, it has no thread, and each step
 * that it gives is {@link Step#NONE}.
 *
 * <p>Nothing waits for it: spans are sent in batches by threads of its own, too many at once are dropped and counted, and a
 * collector that is away costs nothing but gaps in traces. Thread-safe; starts and ends once.
 */
public final class Tracing implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Tracing.class);

    private static final int MAX_LINKS = 128;

    private final Optional<TracingConfig> config;
    private final String service;
    private final Sampling sampling;
    private final SpanCounts counts = new SpanCounts(Spans.ROOM);
    private volatile @Nullable Spans spans;

    /** Traces as {@code config} says, once started, under the name {@code service}. */
    public Tracing(Optional<TracingConfig> config, String service) {
        this.config = config;
        this.service = service;
        this.sampling = new Sampling(config.map(TracingConfig::ratio).orElse(0.0), () -> ThreadLocalRandom.current()
                .nextDouble());
    }

    /** Begins, where there is something to begin. What keeps it from tracing keeps it from nothing else. */
    public void start() {
        if (config.isPresent()) {
            try {
                spans = new Spans(config.get(), service, counts);
                log.atInfo()
                        .addKeyValue("collector", config.get().endpoint().getHost())
                        .addKeyValue("ratio", config.get().ratio())
                        .log("Traces are sent");
            } catch (RuntimeException | LinkageError failure) {
                log.error("Nothing is traced: tracing could not start", failure);
            }
        }
    }

    /** Whether anything may be traced: for callers to whom finding out what was sent costs something. */
    public boolean isOn() {
        return spans != null;
    }

    /** The trace that an exemplar names, for registries of meters: that of the step which a thread has entered. */
    public static SpanContext exemplars() {
        return CurrentSpan.INSTANCE;
    }

    /** Counts spans into {@code registry}; nothing where nothing is traced. */
    public void bindTo(MeterRegistry registry) {
        if (config.isPresent()) {
            counts.bindTo(registry);
        }
    }

    /**
     * What came from outside, from somebody who states {@code sent}: in that trace if it is sampled and not too many such have
     * come just now; else, by the configured ratio, in one of its own.
     */
    public Step ofStranger(String name, Step.Kind kind, Optional<TraceContext> sent) {
        Spans running = spans;
        if (running == null) {
            return Step.NONE;
        }
        Sampling.Choice choice =
                sent.isPresent() ? sampling.ofStranger(sent.get(), System.nanoTime()) : sampling.ofNobody();
        return switch (choice) {
            case NONE -> Step.NONE;
            case ANEW -> running.begin(name, kind);
            case AS_STATED -> running.begin(name, kind, Spans.read(sent.orElseThrow()));
        };
    }

    /** What one of our own processes sent with {@code sent}: traced if that process traced it. */
    public Step ofOurs(String name, Step.Kind kind, Optional<TraceContext> sent) {
        Spans running = spans;
        return running == null || sent.isEmpty() || !sent.get().isSampled()
                ? Step.NONE
                : running.begin(name, kind, Spans.read(sent.get()));
    }

    /** The same, of what began at {@code since}. */
    public Step ofOurs(String name, Step.Kind kind, TraceContext sent, Instant since) {
        Spans running = spans;
        return running == null || !sent.isSampled() ? Step.NONE : running.begin(name, kind, sent, since);
    }

    /** A step that is done for many at once, in a trace of its own with links to at most {@value #MAX_LINKS} of them. */
    public Step ofMany(String name, Step.Kind kind, List<TraceContext> sent) {
        Spans running = spans;
        return running == null || sent.isEmpty()
                ? Step.NONE
                : running.beginLinked(name, kind, sent.subList(0, Math.min(sent.size(), MAX_LINKS)));
    }

    /** Sends what waits, as far as 3 s allow. May be called twice. */
    @Override
    public void close() {
        Spans running = spans;
        spans = null;
        if (running != null) {
            running.close();
        }
    }
}
