package org.airlog.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.airlog.observation.TraceContext;
import org.airlog.tracing.Step.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Spans on their way to a collector, or to one that is away. */
@Tag("once")
class TracingIT {

    private static final TraceContext SENT = TraceContext.of(
                    List.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), List.of("congo=t61rcWkgMzE"))
            .orElseThrow();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Tracing tracing = new Tracing(Optional.empty(), "");

    @AfterEach
    void close() {
        tracing.close();
    }

    @Test
    void sendsWhatIsTracedFromTheStrangersTraceOn() throws Exception {
        try (var collector = new Collector()) {
            start(new TracingConfig(collector.endpoint(), 0, Map.of("Authorization", "Basic YTpi")));

            Step outer =
                    tracing.ofStranger("outer", Kind.SERVER, Optional.of(SENT)).set("answer", 42);
            Step inner = outer.child("inner", Kind.PRODUCER);
            TraceContext sent = Objects.requireNonNull(inner.context());
            inner.failed("unavailable");
            inner.end();
            outer.end();
            tracing.ofOurs("later", Kind.CONSUMER, sent, Instant.ofEpochSecond(1))
                    .end();
            tracing.ofMany(
                            "many",
                            Kind.CLIENT,
                            IntStream.range(0, 200).mapToObj(n -> sent).toList())
                    .end();

            await().until(() -> collector.spans().size() == 4);
            Span first = span(collector, "outer");
            assertThat(hex(first.getTraceId().toByteArray())).isEqualTo(SENT.traceId());
            assertThat(hex(first.getParentSpanId().toByteArray())).isEqualTo(SENT.spanId());
            assertThat(first.getTraceState()).isEqualTo(SENT.state());
            assertThat(first.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(first.getAttributes(0).getValue().getIntValue()).isEqualTo(42);
            assertThat(span(collector, "inner").getParentSpanId()).isEqualTo(first.getSpanId());
            assertThat(span(collector, "inner").getStatus().getCodeValue()).isEqualTo(2);
            assertThat(span(collector, "later").getTraceId()).isEqualTo(first.getTraceId());
            assertThat(span(collector, "later").getParentSpanId())
                    .isEqualTo(span(collector, "inner").getSpanId());
            assertThat(span(collector, "later").getStartTimeUnixNano()).isEqualTo(1_000_000_000);
            assertThat(span(collector, "many").getTraceId()).isNotEqualTo(first.getTraceId());
            assertThat(span(collector, "many").getLinksList()).hasSize(128).allMatch(link -> link.getTraceId()
                    .equals(first.getTraceId()));
            assertThat(collector.headers()).containsEntry("Authorization", "Basic YTpi");
            assertThat(collector.resource()).contains("service.name=airlog-test", "service.namespace=airlog");
            await().until(() -> count("exported") == 4);
        }
    }

    @Test
    void bringsExamplesOfWhatAThreadHasEnteredAlone() throws Exception {
        try (var collector = new Collector()) {
            start(new TracingConfig(collector.endpoint(), 1, Map.of()));
            Step step = tracing.ofStranger("one", Kind.SERVER, Optional.empty());
            TraceContext context = Objects.requireNonNull(step.context());

            step.enter();

            assertThat(Tracing.exemplars().getCurrentTraceId()).isEqualTo(context.traceId());
            assertThat(Tracing.exemplars().getCurrentSpanId()).isEqualTo(context.spanId());
            assertThat(Tracing.exemplars().isCurrentSpanSampled()).isTrue();
            step.leave();
            assertThat(Tracing.exemplars().getCurrentTraceId()).isNull();
            assertThat(Tracing.exemplars().isCurrentSpanSampled()).isFalse();
        }
    }

    @Test
    void waitsForNobodyWhileTheCollectorIsAway() throws Exception {
        start(new TracingConfig(URI.create("http://127.0.0.1:" + closedPort() + "/v1/traces"), 1, Map.of()));

        long begun = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            tracing.ofStranger("one", Kind.SERVER, Optional.empty()).end();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(count("dropped")).isGreaterThan(10_000);

        begun = System.nanoTime();
        tracing.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void countsWhatTheCollectorRefuses() throws Exception {
        try (var collector = new Collector()) {
            collector.answers(400);
            start(new TracingConfig(collector.endpoint(), 1, Map.of()));

            tracing.ofStranger("one", Kind.SERVER, Optional.empty()).end();
            await().until(() -> count("failed") == 1);

            collector.answers(200);
            tracing.ofStranger("two", Kind.SERVER, Optional.empty()).end();
            await().until(() -> count("exported") == 1);
        }
    }

    @Test
    void hasNoThreadAndNoStepWhereNothingIsConfigured() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        tracing = new Tracing(Optional.empty(), "airlog-test");
        tracing.start();

        assertThat(tracing.isOn()).isFalse();
        assertThat(tracing.ofStranger("one", Kind.SERVER, Optional.of(SENT))).isSameAs(Step.NONE);
        assertThat(tracing.ofOurs("one", Kind.SERVER, Optional.of(SENT))).isSameAs(Step.NONE);
        assertThat(tracing.ofOurs("one", Kind.SERVER, SENT, Instant.EPOCH)).isSameAs(Step.NONE);
        assertThat(tracing.ofMany("one", Kind.SERVER, List.of(SENT))).isSameAs(Step.NONE);
        assertThat(Step.NONE.child("two", Kind.CLIENT)).isSameAs(Step.NONE);
        assertThat(Step.NONE.context()).isNull();
        assertThat(before).containsAll(Thread.getAllStackTraces().keySet());
    }

    @Test
    void goesOnWithWhatOursTraceAlone() throws Exception {
        try (var collector = new Collector()) {
            start(new TracingConfig(collector.endpoint(), 1, Map.of()));
            var unsampled = new TraceContext(SENT.traceId(), SENT.spanId(), false, "");

            assertThat(tracing.ofOurs("one", Kind.SERVER, Optional.empty())).isSameAs(Step.NONE);
            assertThat(tracing.ofOurs("one", Kind.SERVER, Optional.of(unsampled)))
                    .isSameAs(Step.NONE);
            assertThat(tracing.ofOurs("one", Kind.SERVER, unsampled, Instant.EPOCH))
                    .isSameAs(Step.NONE);
            assertThat(tracing.ofMany("one", Kind.SERVER, List.of())).isSameAs(Step.NONE);
        }
    }

    @Test
    void tellsNothingOfItsHeaders() {
        var config = new TracingConfig(
                URI.create("http://127.0.0.1:1/v1/traces?key=pepper"), 1, Map.of("Authorization", "pepper"));

        assertThat(config.toString()).doesNotContain("pepper");
    }

    private void start(TracingConfig config) {
        tracing = new Tracing(Optional.of(config), "airlog-test");
        tracing.bindTo(meters);
        tracing.start();
        assertThat(tracing.isOn()).isTrue();
    }

    private double count(String outcome) {
        return meters.get("airlog.tracing.spans")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    private static Span span(Collector collector, String name) {
        return collector.spans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
