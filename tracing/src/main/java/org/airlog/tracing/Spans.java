package org.airlog.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.airlog.observation.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry's SDK, put together: spans wait in memory, at most {@value #ROOM}, and go to the collector in batches. Has
 * threads of its own from its making to {@link #close}. Thread-safe.
 *
 * <p>Each part is named here and none looked up: in a broker's extension a look-up by the thread's class loader would find the
 * broker's, and OpenTelemetry's one may look up but once.
 */
final class Spans implements AutoCloseable {

    static final int ROOM = 4_096;
    private static final int BATCH = 512;
    private static final int TRIES = 3;
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    /** Held, as a logger that nobody holds forgets its level. Its owner tells each failure; {@link TellingExporter} the first. */
    private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry.exporter");

    private final SpanCounts counts;
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    Spans(TracingConfig config, String service, SpanCounts counts) {
        this.counts = counts;
        EXPORTERS.setLevel(Level.OFF);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Spans.class.getClassLoader());
        try {
            provider = provider(config, service);
            tracer = provider.get("org.airlog");
            // The one look-up by the thread's class loader that nothing spares, while it is ours.
            var unused = Context.root();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private SdkTracerProvider provider(TracingConfig config, String service) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.endpoint().toString())
                .setHeaders(config::headers)
                .setTimeout(PATIENCE)
                .setConnectTimeout(PATIENCE)
                .setCompression("gzip")
                .setRetryPolicy(RetryPolicy.builder().setMaxAttempts(TRIES).build())
                .setComponentLoader(new JdkSenderAlone())
                .build();
        var batches = BatchSpanProcessor.builder(new TellingExporter(exporter, counts))
                .setMaxQueueSize(2 * ROOM)
                .setMaxExportBatchSize(BATCH)
                .setScheduleDelay(LINGER)
                .build();
        return SdkTracerProvider.builder()
                .setSampler(Sampler.alwaysOn())
                .setResource(Resource.getDefault().merge(Resource.create(resource(service))))
                .addSpanProcessor(new BoundedProcessor(batches, counts))
                .build();
    }

    private static Attributes resource(String service) {
        return Attributes.of(
                AttributeKey.stringKey("service.name"),
                service,
                AttributeKey.stringKey("service.namespace"),
                "airlog",
                AttributeKey.stringKey("service.instance.id"),
                UUID.randomUUID().toString());
    }

    /** A span in a trace of its own. */
    Step begin(String name, Step.Kind kind) {
        return new SpanStep(this, builder(name, kind, null).startSpan());
    }

    /** A span within {@code parent}. */
    Step begin(String name, Step.Kind kind, SpanContext parent) {
        return new SpanStep(this, builder(name, kind, parent).startSpan());
    }

    /** The same, of a process before this one. */
    Step begin(String name, Step.Kind kind, TraceContext parent, Instant since) {
        return new SpanStep(
                this, builder(name, kind, read(parent)).setStartTimestamp(since).startSpan());
    }

    /** A span in a trace of its own that names others. */
    Step beginLinked(String name, Step.Kind kind, List<TraceContext> links) {
        SpanBuilder builder = builder(name, kind, null);
        links.forEach(link -> builder.addLink(read(link)));
        return new SpanStep(this, builder.startSpan());
    }

    static SpanContext read(TraceContext context) {
        var state = TraceState.builder();
        for (String member : context.state().split(",", -1)) {
            int end = member.indexOf('=');
            if (end > 0) {
                state.put(member.substring(0, end), member.substring(end + 1));
            }
        }
        return SpanContext.createFromRemoteParent(
                context.traceId(),
                context.spanId(),
                context.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                state.build());
    }

    /** Sends what waits, as far as 3 s allow. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private SpanBuilder builder(String name, Step.Kind kind, @Nullable SpanContext parent) {
        SpanBuilder builder = tracer.spanBuilder(name)
                .setSpanKind(
                        switch (kind) {
                            case SERVER -> SpanKind.SERVER;
                            case PRODUCER -> SpanKind.PRODUCER;
                            case CONSUMER -> SpanKind.CONSUMER;
                            case CLIENT -> SpanKind.CLIENT;
                        });
        return parent == null
                ? builder.setNoParent()
                : builder.setParent(Context.root().with(Span.wrap(parent)));
    }

    /** The JDK's HTTP client sends, whatever else lies on the class path. */
    private static final class JdkSenderAlone implements ComponentLoader {

        @Override
        public <T> Iterable<T> load(Class<T> type) {
            return type == HttpSenderProvider.class ? List.of(type.cast(new JdkHttpSenderProvider())) : List.of();
        }
    }
}
