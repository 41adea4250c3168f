package org.airlog.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The port for operators: {@code /healthy} (the process answers), {@code /ready} (200 or 503, and what is missing),
 * {@code /metrics} (Prometheus' text, or OpenMetrics where it is asked for). Not for strangers: it has no password, so it
 * binds to loopback unless told otherwise.
 *
 * <p>Owns the threads {@code airlog-management}. They are more than would ask at once, as {@code /ready} may have to wait
 * for somebody else and {@code /healthy} must not wait for it.
 */
public final class Management implements AutoCloseable {

    private static final int BACKLOG = 16;
    private static final int THREADS = 8;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads;

    private Management(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** What a path answers. */
    private record Page(int status, String contentType, String text) {}

    /**
     * Listens; throws where it cannot, for instance because the port is in use, and names {@code portKey}, by which another
     * is chosen. From now on {@code meters} tell whether the process is ready as well.
     */
    public static Management listen(
            InetSocketAddress address, String portKey, Supplier<? extends ReadyAnswer> ready, ProcessMeters meters)
            throws IOException {
        HttpServer server = create(address, portKey);
        // In a broker this class is the extension's and the thread that starts it is not.
        ClassLoader own = Management.class.getClassLoader();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            var thread = new Thread(work, "airlog-management");
            thread.setDaemon(true);
            thread.setContextClassLoader(own);
            return thread;
        });
        meters.watch(new Recent<Number>(() -> ready.get().isReady() ? 1 : 0, 0, threads, System::nanoTime));
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, page(exchange, ready, meters)));
        server.start();
        return new Management(server, threads);
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** May be called twice. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer create(InetSocketAddress address, String portKey) throws IOException {
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ", choose another by "
                            + portKey + ": " + e.getMessage(),
                    e);
        }
    }

    private static Page page(HttpExchange exchange, Supplier<? extends ReadyAnswer> ready, ProcessMeters meters) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Page(405, TEXT, "GET or HEAD\n");
        }
        return switch (exchange.getRequestURI().getPath()) {
            case "/healthy" -> new Page(200, TEXT, "healthy\n");
            case "/ready" -> ready(ready.get());
            case "/metrics" -> metrics(exchange.getRequestHeaders().getFirst("Accept"), meters);
            default -> new Page(404, TEXT, "/healthy, /ready or /metrics\n");
        };
    }

    private static Page ready(ReadyAnswer now) {
        return new Page(now.isReady() ? 200 : 503, "application/json; charset=utf-8", now.toJson());
    }

    /** Exemplars are told in OpenMetrics alone, which Prometheus asks for. */
    private static Page metrics(@Nullable String accept, ProcessMeters meters) {
        String format = accept != null && accept.contains(ProcessMeters.OPEN_METRICS)
                ? ProcessMeters.OPEN_METRICS_FORMAT
                : ProcessMeters.TEXT_FORMAT;
        return new Page(200, format, meters.scrape(format));
    }

    private static void answer(HttpExchange exchange, Page page) throws IOException {
        try (exchange) {
            byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(page.status(), isHead ? -1 : body.length);
            if (!isHead) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
