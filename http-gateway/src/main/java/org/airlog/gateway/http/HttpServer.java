package org.airlog.gateway.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Javalin and the Jetty in it: threads, connections, time-outs, start and stop.
 *
 * <p>Header lines may end in a bare LF, as Jetty has it; answers are never compressed, because a compressed one is sent
 * in chunks. Owns the threads {@code http-…}.
 */
public final class HttpServer implements AutoCloseable {

    private static final int MAX_THREADS = 200;

    /** Each holds a thread. The rest is for requests that are there, for answers, and for {@code /healthy}. */
    static final int MAX_AWAITED_BODIES = 150;

    private static final int MAX_CONNECTIONS = 10_000;

    /** Java's own 50 are gone in a moment of a storm, and whoever is dropped waits a second and more to try again. */
    private static final int ACCEPT_QUEUE = 1_024;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Endpoints endpoints;
    private final FurtherPaths furtherPaths;
    private final String bind;
    private final int requestedPort;
    private final Optional<HttpsConnector> https;
    private final Duration requestTimeout;
    private final SlowHeaders slowHeaders;
    private @Nullable Javalin javalin;
    private @Nullable ServerConnector encrypted;

    /**
     * Keeps what it is given.
     *
     * @param port 0 takes any free one
     * @param https where to listen for HTTPS as well
     * @param requestTimeout the longest that a request waits for the broker, and that its header lines may take
     */
    public HttpServer(
            Endpoints endpoints,
            FurtherPaths furtherPaths,
            String bind,
            int port,
            Optional<Https> https,
            Duration requestTimeout) {
        this.endpoints = endpoints;
        this.furtherPaths = furtherPaths;
        this.bind = bind;
        this.requestedPort = port;
        this.https = https.map(HttpsConnector::new);
        this.requestTimeout = requestTimeout;
        this.slowHeaders = new SlowHeaders(requestTimeout);
    }

    /**
     * Starts, once; throws {@link BindException} where a port cannot be had, and then leaves nothing running. Throws, too,
     * where there is HTTPS and its certificate cannot be used.
     */
    public void start() throws IOException {
        if (javalin != null) {
            throw new IllegalStateException("already started");
        }
        if (https.isPresent()) {
            https.get().start();
        }
        var starting = Javalin.create(this::configure);
        try {
            starting.start();
        } catch (JavalinBindException e) {
            https.ifPresent(HttpsConnector::close);
            var inUse = new BindException("the gateway cannot listen on port " + requestedPort
                    + https.map(connector -> " or " + connector.port()).orElse("") + " of " + bind);
            inUse.initCause(e);
            throw inUse;
        }
        javalin = starting;
    }

    /** The port it listens on; known once started. */
    public int port() {
        if (javalin == null) {
            throw new IllegalStateException("not started");
        }
        return javalin.port();
    }

    /** The port of HTTPS, known once started; empty where there is none. */
    public OptionalInt httpsPort() {
        return encrypted == null ? OptionalInt.empty() : OptionalInt.of(encrypted.getLocalPort());
    }

    /** Stops listening, answers 503 to what still comes on open connections, and lets requests under way finish. */
    @Override
    public void close() {
        if (javalin != null) {
            javalin.stop();
        }
        https.ifPresent(HttpsConnector::close);
    }

    private void configure(JavalinConfig config) {
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("http");
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(this::configure);
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new ProblemBodies()));
        // Javalin's port is that of the first one.
        config.jetty.addConnector(
                (server, http) -> bound(new ServerConnector(server, new HttpConnectionFactory(http)), requestedPort));
        https.ifPresent(connector -> config.jetty.addConnector((server, http) -> {
            encrypted = bound(connector.connector(server, http), connector.port());
            return encrypted;
        }));
        endpoints.watch(threads);
        endpoints.addTo(config.routes);
        furtherPaths.addTo(config.routes);
    }

    private void configure(Server server) {
        server.setErrorHandler(new ProblemBodies());
        server.insertHandler(slowHeaders);
        server.insertHandler(new GracefulHandler());
        server.setStopTimeout(requestTimeout.plus(MARGIN).toMillis());
        server.addBean(new NetworkConnectionLimit(FileLimit.connections(MAX_CONNECTIONS), server));
    }

    private ServerConnector bound(ServerConnector connector, int port) {
        connector.setHost(bind);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        // A connection is idle, too, while its request waits for the broker.
        Duration longest = requestTimeout.plus(MARGIN);
        connector.setIdleTimeout((longest.compareTo(IDLE) > 0 ? longest : IDLE).toMillis());
        connector.addEventListener(slowHeaders);
        return connector;
    }
}
