package org.airlog.management;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.Supplier;
import org.airlog.tracing.Tracing;

/**
 * What a process counts: the JVM it runs in, the version it was built as, and whatever is registered beside.
 *
 * <p>Names are those of Prometheus: base units, {@code _total} on what only grows. docs/metrics.md lists them. Thread-safe.
 */
public final class ProcessMeters implements AutoCloseable {

    /** The media type by which a reader asks for exemplars too. */
    static final String OPEN_METRICS = "application/openmetrics-text";

    static final String OPEN_METRICS_FORMAT = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
    static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final String service;
    private final JvmGcMetrics collections = new JvmGcMetrics();

    private ProcessMeters(PrometheusMeterRegistry registry, String service) {
        this.registry = registry;
        this.service = service;
    }

    /** Begins to count; {@code service} is what this process is: broker, consumer, gateway or portal. */
    public static ProcessMeters of(String service) {
        var meters = new ProcessMeters(
                new PrometheusMeterRegistry(
                        PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, Tracing.exemplars()),
                service);
        meters.bind();
        return meters;
    }

    /** Where the process registers what it counts itself. */
    public MeterRegistry registry() {
        return registry;
    }

    /** All of it as Prometheus' text. */
    public String scrape() {
        return scrape(TEXT_FORMAT);
    }

    /** The same in one of the two formats. */
    String scrape(String format) {
        return registry.scrape(format);
    }

    /** Counts no more. May be called twice. */
    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    /** Tells at each scrape whether the process can do its work, 1 or 0. */
    void watch(Supplier<Number> ready) {
        Gauge.builder("airlog.ready", ready)
                .description("1 while /ready answers 200")
                .tag("service", service)
                .register(registry);
    }

    private void bind() {
        registry.config().meterFilter(KafkaFigures.filter());
        new ClassLoaderMetrics().bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Gauge.builder("airlog.build.info", () -> 1)
                .description("which version of what runs here")
                .tag("version", version())
                .tag("service", service)
                .register(registry);
    }

    private static String version() {
        var build = new Properties();
        try (InputStream written = ProcessMeters.class.getResourceAsStream("build.properties")) {
            build.load(written);
        } catch (IOException e) {
            throw new UncheckedIOException("what is on the class path can be read", e);
        }
        return build.getProperty("version", "unknown");
    }
}
