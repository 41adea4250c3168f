package org.airlog.portal.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.airlog.portal.watch.ProcessState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processes that are well and others that are not, played by servers of the test. */
class WatchedProcessesIT {

    private static final String BROKER = "airlog_broker_publishes_total{outcome=\"accepted\"} 3.0\n";

    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }

    @Test
    void tellsOfEachInTheOrderInWhichTheyWereNamed() throws Exception {
        URI well = process("{\"ready\":true}", exchange -> answer(exchange, 200, BROKER));
        URI gone = URI.create("http://127.0.0.1:1");

        List<ProcessState> states = look(gone, well);

        assertThat(states).extracting(ProcessState::url).containsExactly(gone, well);
        assertThat(states).extracting(ProcessState::isReady).containsExactly(false, true);
        assertThat(states.get(1).accepted()).hasValue(3);
    }

    @Test
    void doesNotWaitForTheSlow() throws Exception {
        URI silent = process("{}", exchange -> await(end));
        URI stalling = process("{}", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(BROKER.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(end);
        });
        long begun = System.nanoTime();

        List<ProcessState> states = look(silent, stalling, silent, stalling, silent, stalling);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        assertThat(states).allMatch(ProcessState::isReady).allMatch(state -> state.accepted()
                .isEmpty());
    }

    @Test
    void takesNoAnswerThatIsTooLong() throws Exception {
        URI talkative = process("{}", exchange -> answer(exchange, 200, BROKER + "\n".repeat(1 << 20)));

        assertThat(look(talkative).get(0).accepted()).isEmpty();
    }

    @Test
    void goesNowhereElse() throws Exception {
        URI elsewhere = process("{}", exchange -> answer(exchange, 200, BROKER));
        URI moved = process("{}", exchange -> {
            exchange.getResponseHeaders().set("Location", elsewhere + "/metrics");
            answer(exchange, 302, "");
        });

        assertThat(look(moved).get(0).accepted()).isEmpty();
    }

    private static List<ProcessState> look(URI... processes) {
        try (var watched = new WatchedProcesses(List.of(processes))) {
            return watched.look();
        }
    }

    /** What a server of a test does. */
    private interface Metrics {
        void answer(HttpExchange exchange) throws IOException;
    }

    private URI process(String ready, Metrics metrics) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/ready", exchange -> answer(exchange, 200, ready));
        server.createContext("/metrics", metrics::answer);
        server.start();
        servers.add(server);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
