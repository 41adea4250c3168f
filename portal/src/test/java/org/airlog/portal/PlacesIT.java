package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.airlog.portal.client.Apps;
import org.airlog.portal.http.Downloads;
import org.airlog.portal.http.PortalServer;
import org.airlog.portal.http.WatchPaths;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.timescale.DatabaseAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses are looked up where the operator has said with whom, which is played by a server of the test here. */
@SuppressWarnings("NullAway.Init") // set before each test
class PlacesIT {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer geocoder;
    private int status = 200;

    @BeforeEach
    void start() throws Exception {
        geocoder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        geocoder.createContext("/search", exchange -> {
            asked.add(exchange.getRequestURI().getRawQuery());
            byte[] answer = "[{\"lat\":\"51.5225\",\"lon\":\"-0.1546\",\"display_name\":\"Marylebone \\\"Road\\\"\"}]"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        geocoder.start();
    }

    @AfterEach
    void stop() {
        geocoder.stop(0);
    }

    @Test
    void anAddressIsLookedUp() throws Exception {
        try (var portal = portal(Optional.of(search()))) {
            Fetched found = Fetched.get(portal.server.port(), "/api/v1/places?q=Marylebone%20Road%20%26c");

            assertThat(found.status()).isEqualTo(200);
            assertThat(found.body())
                    .isEqualTo("[{\"name\":\"Marylebone \\\"Road\\\"\",\"latitude\":51.5225,\"longitude\":-0.1546}]");
            assertThat(asked).containsExactly("format=jsonv2&limit=5&q=Marylebone+Road+%26c");
            assertThat(Fetched.get(portal.server.port(), "/app/settings.json").body())
                    .contains("\"addresses\":true");
        }
    }

    @Test
    void oneASecondIsAsked() throws Exception {
        try (var portal = portal(Optional.of(search()))) {
            Fetched.get(portal.server.port(), "/api/v1/places?q=a");
            Fetched second = Fetched.get(portal.server.port(), "/api/v1/places?q=b");

            assertThat(second.status()).isEqualTo(503);
            assertThat(second.header("Retry-After")).isEqualTo("1");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Fetched.get(portal.server.port(), "/api/v1/places?q=c")
                                    .status()
                            == 200);
            assertThat(asked).noneMatch(query -> query.endsWith("q=b"));
        }
    }

    @Test
    void aServiceThatFailsIsNoFaultOfWhoAsks() throws Exception {
        status = 500;
        try (var portal = portal(Optional.of(search()))) {
            Fetched answer = Fetched.get(portal.server.port(), "/api/v1/places?q=a");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.body()).doesNotContain("Marylebone");
        }
    }

    @Test
    void withoutAServiceNoAddressLeavesTheHouse() throws Exception {
        try (var portal = portal(Optional.empty())) {
            assertThat(Fetched.get(portal.server.port(), "/api/v1/places?q=a").status())
                    .isEqualTo(404);
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void whatIsNoAddressIsNotAskedFor() throws Exception {
        try (var portal = portal(Optional.of(search()))) {
            for (String query : List.of("", "?q=", "?q=" + "a".repeat(201), "?address=a")) {
                assertThat(Fetched.get(portal.server.port(), "/api/v1/places" + query)
                                .status())
                        .isEqualTo(400);
            }
            assertThat(asked).isEmpty();
        }
    }

    private URI search() {
        return URI.create("http://127.0.0.1:" + geocoder.getAddress().getPort() + "/search");
    }

    private record Running(Portal portal, PortalServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
            portal.close();
        }
    }

    private static Running portal(Optional<URI> search) throws Exception {
        var portal = new Portal(new PortalConfig(
                "127.0.0.1",
                0,
                new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/none", "nobody", "none"),
                new Downloads.Rules(1, false, List.of()),
                true,
                false,
                Optional.empty(),
                search,
                new Apps(Map.of()),
                ReadableDatabase.NO_OPERATORS,
                new WatchPaths.Sources(List.of(), new KafkaAccess("none", "127.0.0.1:1", Map.of())),
                ReadableDatabase.ANY_PORT));
        portal.start();
        var server = portal.server();
        server.start();
        return new Running(portal, server);
    }
}
