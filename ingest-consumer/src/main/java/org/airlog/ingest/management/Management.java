package org.airlog.ingest.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The port for operators: {@code /healthy} (the process answers), {@code /ready} (200 or 503, and what is missing), {@code
 * /metrics} (Prometheus). Not for strangers: it has no password, so it binds to loopback unless told otherwise.
 */
public final class Management implements AutoCloseable {

    private static final int BACKLOG = 16;
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;

    private Management(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Listens; throws where it cannot, for instance because the port is in use. */
    public static Management listen(
            InetSocketAddress address, Supplier<Readiness> readiness, PrometheusMeterRegistry metrics)
            throws IOException {
        HttpServer server = create(address);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            var thread = new Thread(work, "airlog-ingest-management");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/healthy", exchange -> answer(exchange, 200, "text/plain", "healthy\n"));
        server.createContext("/ready", exchange -> {
            Readiness now = readiness.get();
            answer(exchange, now.isReady() ? 200 : 503, "application/json", now.toJson());
        });
        server.createContext("/metrics", exchange -> answer(exchange, 200, "text/plain", metrics.scrape()));
        server.start();
        return new Management(server, threads);
    }

    private static HttpServer create(InetSocketAddress address) throws IOException {
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort()
                            + ", choose another by airlog.ingest.management-port: " + e.getMessage(),
                    e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, int status, String contentType, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType + "; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
