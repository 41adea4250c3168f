package org.airlog.portal.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jetty.JettyServerThreadPoolMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * Counts of this portal, in the text format of Prometheus: {@code airlog_portal_request_duration_seconds} by path and status,
 * {@code airlog_portal_answers_under_way}. Thread-safe.
 */
public final class PortalMetrics {

    /** Of the buckets: to the longest that a statement may take, and a while for a slow reader. */
    private static final Duration[] BOUNDS = Stream.of(10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final AtomicInteger underWay = new AtomicInteger();

    /** Counts into {@code registry}. */
    public PortalMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("airlog.portal.answers.under.way", underWay, AtomicInteger::get)
                .register(registry);
    }

    /** Shows how busy the threads of a server of its own are. */
    void watch(ThreadPool threads) {
        new JettyServerThreadPoolMetrics(threads, List.of()).bindTo(registry);
    }

    /** Notes that an answer is begun; {@link #answered} notes its end. */
    void begun() {
        underWay.incrementAndGet();
    }

    /** Counts an answered request; {@code path} is one of ours. */
    void answered(String path, int status, Duration took) {
        underWay.decrementAndGet();
        Timer.builder("airlog.portal.request.duration")
                .tag("path", path)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(BOUNDS)
                .register(registry)
                .record(took);
    }
}
