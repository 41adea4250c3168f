package org.airlog.portal.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP server of a portal that is a process of its own.
 *
 * <p>Answers are never compressed, because a compressed one is sent in chunks. Owns the threads {@code portal-…}.
 */
public final class PortalServer implements AutoCloseable {

    /** More than answers may be made at once: the rest is for {@code /healthy} and for refusing. */
    private static final int MAX_THREADS = 64;

    private static final String HEALTHY = "/healthy";
    private static final int MAX_CONNECTIONS = 2_000;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration TO_STOP = Duration.ofSeconds(10);

    private final PortalPaths paths;
    private final String bind;
    private final int requestedPort;
    private @Nullable Javalin javalin;

    /** Keeps what it is given; port 0 takes any free one. */
    public PortalServer(PortalPaths paths, String bind, int port) {
        this.paths = paths;
        this.bind = bind;
        this.requestedPort = port;
    }

    /** Starts, once; throws {@link BindException} where the port cannot be had, and then leaves nothing running. */
    public void start() throws IOException {
        if (javalin != null) {
            throw new IllegalStateException("already started");
        }
        var starting = Javalin.create(this::configure);
        try {
            starting.start();
        } catch (JavalinBindException e) {
            var inUse = new BindException("the portal cannot listen on port " + requestedPort + " of " + bind);
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

    /** Stops listening and lets requests under way finish. May be called twice. */
    @Override
    public void close() {
        if (javalin != null) {
            javalin.stop();
        }
    }

    private void configure(JavalinConfig config) {
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("portal");
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(PortalServer::configure);
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new ProblemBodies()));
        config.jetty.addConnector(this::connector);
        paths.watch(threads);
        paths.addTo(config.routes);
        config.routes.get(HEALTHY, PortalServer::healthy);
        config.routes.head(HEALTHY, PortalServer::healthy);
        config.routes.exception(HttpResponseException.class, PortalServer::unrouted);
    }

    private static void healthy(Context context) throws IOException {
        PortalPaths.write(context, Answer.ok("text/plain; charset=utf-8", "healthy"));
    }

    /** A path or a method that does not exist. */
    private static void unrouted(HttpResponseException refusal, Context context) {
        int status = refusal.getStatus();
        var answer = Answer.problem(status, HttpStatus.getMessage(status), "");
        if (refusal instanceof MethodNotAllowedResponse) {
            // Javalin names the same detail differently to browsers.
            answer = answer.with("Allow", String.join(", ", refusal.getDetails().values()));
        }
        try {
            PortalPaths.write(context, answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void configure(Server server) {
        server.setErrorHandler(new ProblemBodies());
        server.insertHandler(new GracefulHandler());
        server.setStopTimeout(TO_STOP.toMillis());
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
    }

    private Connector connector(Server server, HttpConfiguration http) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(bind);
        connector.setPort(requestedPort);
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }
}
