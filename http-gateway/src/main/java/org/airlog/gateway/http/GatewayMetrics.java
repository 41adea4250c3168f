package org.airlog.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.airlog.gateway.mqtt.Republisher;
import org.airlog.gateway.upload.Route;

/**
 * Counts of this gateway, in the text format of Prometheus: {@code airlog_gateway_request_seconds} by route and status,
 * {@code airlog_gateway_connected_clients}, {@code airlog_gateway_publishes_under_way}. Thread-safe.
 */
public final class GatewayMetrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Looks at {@code republisher} whenever it is read. */
    public GatewayMetrics(Republisher republisher) {
        Gauge.builder("airlog.gateway.connected.clients", republisher, Republisher::connected)
                .register(registry);
        Gauge.builder("airlog.gateway.publishes.under.way", republisher, Republisher::underWay)
                .register(registry);
    }

    /** Counts an answered request. */
    void answered(Route route, int status, Duration took) {
        registry.timer(
                        "airlog.gateway.request",
                        "route",
                        route.name().toLowerCase(Locale.ROOT),
                        "status",
                        Integer.toString(status))
                .record(took);
    }

    /** All of it as text. */
    String scrape() {
        return registry.scrape();
    }
}
