package org.airlog.gateway;

import java.io.IOException;
import java.net.BindException;
import java.util.OptionalInt;
import org.airlog.gateway.http.Endpoints;
import org.airlog.gateway.http.FurtherPaths;
import org.airlog.gateway.http.GatewayMetrics;
import org.airlog.gateway.http.HttpServer;
import org.airlog.gateway.mqtt.Republisher;

/**
 * The gateway: what is PUT and POSTed becomes a publish, and the PUBACK the answer.
 *
 * <p>It keeps nothing and decides nothing about trust, so any number may run beside each other. It starts without a
 * broker, answers 503 until there is one, and says so on {@code /ready}.
 */
public final class Gateway implements AutoCloseable {

    private final Republisher republisher;
    private final HttpServer server;

    /** Wires it; nothing runs before {@link #start()}. */
    public Gateway(GatewayConfig config) {
        this(config, FurtherPaths.NONE);
    }

    /** The same, with somebody else's paths on its port. */
    public Gateway(GatewayConfig config, FurtherPaths furtherPaths) {
        republisher = new Republisher(
                config.broker(), config.authorities(), config.password(), config.clients(), config.timeout());
        var metrics = new GatewayMetrics(republisher);
        var endpoints = new Endpoints(
                republisher,
                metrics,
                config.trustedProxies(),
                config.maxRequests(),
                config.maxPayloadBytes(),
                config.timeout());
        server =
                new HttpServer(endpoints, furtherPaths, config.bind(), config.port(), config.https(), config.timeout());
    }

    /**
     * Starts it, once; returns when requests are taken. Throws {@link BindException} where a port cannot be had, and names
     * the file where the certificate cannot be used.
     */
    public void start() throws IOException {
        server.start();
        republisher.start();
    }

    /** The HTTP port, known once started. */
    public int port() {
        return server.port();
    }

    /** The HTTPS port, known once started; empty where there is no certificate. */
    public OptionalInt httpsPort() {
        return server.httpsPort();
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
    }
}
