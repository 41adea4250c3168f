package org.airlog.portal.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts of this portal, in the text format of Prometheus: {@code airlog_portal_request_seconds} by path and status,
 * {@code airlog_portal_answers_under_way}. Thread-safe.
 */
public final class PortalMetrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger underWay = new AtomicInteger();

    /** Starts at zero. */
    public PortalMetrics() {
        Gauge.builder("airlog.portal.answers.under.way", underWay, AtomicInteger::get)
                .register(registry);
    }

    /** Notes that an answer is begun; {@link #answered} notes its end. */
    void begun() {
        underWay.incrementAndGet();
    }

    /** Counts an answered request; {@code path} is one of ours. */
    void answered(String path, int status, Duration took) {
        underWay.decrementAndGet();
        registry.timer("airlog.portal.request", "path", path, "status", Integer.toString(status))
                .record(took);
    }

    /** All of it as text. */
    String scrape() {
        return registry.scrape();
    }
}
