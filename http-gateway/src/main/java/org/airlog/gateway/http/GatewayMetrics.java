package org.airlog.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jetty.JettyServerThreadPoolMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.airlog.gateway.mqtt.Republisher;
import org.airlog.gateway.upload.Route;
import org.airlog.tracing.Step;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * Counts of this gateway, in the text format of Prometheus: {@code airlog_gateway_request_duration_seconds} by route and status,
 * {@code airlog_gateway_connected_clients}, {@code airlog_gateway_publishes_under_way}. Thread-safe.
 */
public final class GatewayMetrics {

    /** Of the buckets: from a fast PUBACK to the longest that a request waits for one. */
    private static final Duration[] BOUNDS = Stream.of(10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    /** Each is built once. */
    private final Map<Kind, Timer> requests = new ConcurrentHashMap<>();

    /** Counts into {@code registry}; looks at {@code republisher} whenever it is read. */
    public GatewayMetrics(MeterRegistry registry, Republisher republisher) {
        this.registry = registry;
        Gauge.builder("airlog.gateway.connected.clients", republisher, Republisher::connected)
                .register(registry);
        Gauge.builder("airlog.gateway.publishes.under.way", republisher, Republisher::underWay)
                .register(registry);
    }

    /** Shows how busy the threads of the server are. */
    void watch(ThreadPool threads) {
        new JettyServerThreadPoolMetrics(threads, List.of()).bindTo(registry);
    }

    /** Counts an answered request. */
    void answered(Route route, int status, Duration took, Step trace) {
        Timer answered = requests.computeIfAbsent(new Kind(route, status), this::timer);
        trace.enter();
        try {
            answered.record(took);
        } finally {
            trace.leave();
        }
    }

    private record Kind(Route route, int status) {}

    private Timer timer(Kind kind) {
        return Timer.builder("airlog.gateway.request.duration")
                .tag("route", kind.route().name().toLowerCase(Locale.ROOT))
                .tag("status", Integer.toString(kind.status()))
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }
}
