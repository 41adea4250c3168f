package org.airlog.gateway;

import java.io.IOException;
import java.net.BindException;
import java.util.OptionalInt;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.reload.Reloadable;
import org.airlog.gateway.http.Endpoints;
import org.airlog.gateway.http.FurtherPaths;
import org.airlog.gateway.http.GatewayMetrics;
import org.airlog.gateway.http.HttpServer;
import org.airlog.gateway.mqtt.Republisher;
import org.airlog.management.CertificateMeters;
import org.airlog.management.Management;
import org.airlog.management.ProcessMeters;
import org.airlog.tracing.Tracing;
import org.jspecify.annotations.Nullable;

/**
 * The gateway: what is PUT and POSTed becomes a publish, and the PUBACK the answer.
 *
 * <p>It keeps nothing and decides nothing about trust, so any number may run beside each other. It starts without a
 * broker, answers 503 until there is one, and says so on {@code /ready} of its management port. Of its settings it takes
 * another limit of payloads while it runs.
 */
public final class Gateway implements AutoCloseable, Reloadable {

    private volatile GatewayConfig config;
    private final Republisher republisher;
    private final Tracing tracing;
    private final HttpServer server;
    private final ProcessMeters meters;
    private @Nullable Management management;

    /** Wires it; nothing runs before {@link #start()}. */
    public Gateway(GatewayConfig config) {
        this(config, FurtherPaths.NONE, ProcessMeters.of("gateway"));
    }

    /** The same, with somebody else's paths on its port, and what they count in {@code meters}, which it closes. */
    public Gateway(GatewayConfig config, FurtherPaths furtherPaths, ProcessMeters meters) {
        this.config = config;
        this.meters = meters;
        republisher = new Republisher(
                config.broker(), config.authorities(), config.password(), config.clients(), config.timeout());
        tracing = new Tracing(config.tracing(), "airlog-gateway");
        tracing.bindTo(meters.registry());
        config.https().ifPresent(https -> CertificateMeters.bind(meters.registry(), https.certificate()));
        var metrics = new GatewayMetrics(meters.registry(), republisher);
        var endpoints = new Endpoints(
                republisher,
                metrics,
                tracing,
                config.trustedProxies(),
                config.maxRequests(),
                () -> this.config.maxPayloadBytes(),
                config.timeout());
        server =
                new HttpServer(endpoints, furtherPaths, config.bind(), config.port(), config.https(), config.timeout());
    }

    /**
     * Starts it, once; returns when requests are taken. Throws {@link BindException} where a port cannot be had, and names
     * the file where the certificate cannot be used.
     */
    public void start() throws IOException {
        var operators = Management.listen(
                config.management(),
                Keys.GATEWAY_MANAGEMENT_PORT.name(),
                () -> new GatewayReadiness(republisher.connected()),
                meters);
        try {
            server.start();
        } catch (IOException e) {
            operators.close();
            throw e;
        }
        management = operators;
        tracing.start();
        republisher.start();
    }

    @Override
    public Runnable prepare(Settings settings) {
        GatewayConfig next = GatewayConfig.of(settings);
        return () -> config = next;
    }

    /** What it counts. */
    public ProcessMeters meters() {
        return meters;
    }

    /** The HTTP port, known once started. */
    public int port() {
        return server.port();
    }

    /** The HTTPS port, known once started; empty where there is no certificate. */
    public OptionalInt httpsPort() {
        return server.httpsPort();
    }

    /** The port of {@code /healthy}, {@code /ready} and {@code /metrics}; 0 before the start. */
    public int managementPort() {
        return management == null ? 0 : management.port();
    }

    /** Whether a broker takes publishes. */
    public boolean isReady() {
        return republisher.connected() > 0;
    }

    /** Refuses new requests, lets those under way finish, then leaves the broker. May be called twice. */
    @Override
    public void close() {
        server.close();
        republisher.close();
        tracing.close();
        if (management != null) {
            management.close();
        }
        meters.close();
    }
}
