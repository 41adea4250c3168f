package org.airlog.portal.management;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.airlog.portal.watch.Inspection;
import org.airlog.portal.watch.ProcessState;
import org.airlog.portal.watch.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes whose state an operator sees: brokers, gateways and consumers, asked on {@code /ready} and {@code /metrics}
 * whenever somebody looks, all at once.
 *
 * <p>A look takes at most 2 s; an answer that is late, or longer than 1 MiB, counts as none. Redirects are not followed. Owns
 * the threads {@code portal-watch}. Thread-safe.
 */
public final class WatchedProcesses implements AutoCloseable {

    /** How many may be watched. */
    public static final int MOST = 32;

    private static final Logger log = LoggerFactory.getLogger(WatchedProcesses.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 1 << 20;
    /** The client looks up names on them, each of which may hang. */
    private static final int THREADS = 8;

    private final List<URI> processes;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
        var thread = new Thread(work, "portal-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .executor(threads)
            .build();

    /** Asks nobody yet; each of {@code processes} is an address without a path. */
    public WatchedProcesses(List<URI> processes) {
        this.processes = List.copyOf(processes);
    }

    /** How each of them does just now, in the order in which they were named. */
    public List<ProcessState> look() {
        List<CompletableFuture<ProcessState>> asked = processes.stream()
                .map(process -> ask(process, "/ready")
                        .thenCombine(
                                ask(process, "/metrics"), (ready, metrics) -> Inspection.of(process, ready, metrics)))
                .toList();
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Optional<Reply>> ask(URI process, String path) {
        var request = HttpRequest.newBuilder(URI.create(process + path))
                .timeout(PATIENCE)
                .build();
        CompletableFuture<HttpResponse<String>> sent = client.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
        return sent.copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(response -> Optional.of(new Reply(response.statusCode(), response.body())))
                .exceptionally(failure -> {
                    // What still arrives is not waited for.
                    sent.cancel(true);
                    log.atDebug()
                            .setCause(failure)
                            .addKeyValue("url", request.uri())
                            .log("A process does not answer");
                    return Optional.empty();
                });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
