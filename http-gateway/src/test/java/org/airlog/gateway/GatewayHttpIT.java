package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.airlog.gateway.mqtt.BrokerAddress;
import org.airlog.gateway.scripted.ReceivedPublish;
import org.airlog.gateway.scripted.ScriptedBroker;
import org.airlog.proxy.TrustedProxies;
import org.airlog.tls.Authorities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayHttpIT {

    private static final String PATH = "/v1/sensors/8e6d2f8a-3b1c-4d5e-9f70-0123456789ab/readings";
    private static final int MAX_PAYLOAD_BYTES = 2_048;
    private static final int MAX_REQUESTS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private ScriptedBroker broker;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        broker = track(new ScriptedBroker(0, 100, ReceivedPublish::accept));
        gateway = track(new Gateway(config(broker.port(), 0)));
        gateway.start();
        await().until(gateway::isReady);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
    }

    @Test
    void answersAcceptedReadingsWithAnEmptyBodyOfStatedLength() throws IOException {
        var response = post(PATH, "[{}]");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.header("content-length")).isEqualTo("0");
        assertThat(response.headers()).doesNotContainKeys("content-type", "transfer-encoding");
    }

    @Test
    void publishesTheBodyAsItCame() throws IOException {
        post("/rogue" + PATH, "[{\"timestamp\":1,  \"readings\":{}}]\r\n");

        var publish = broker.publishes().get(0);
        assertThat(publish.topic()).isEqualTo("rogue" + PATH);
        assertThat(publish.text()).isEqualTo("[{\"timestamp\":1,  \"readings\":{}}]\r\n");
        assertThat(publish.contentType()).isEqualTo("application/json");
        assertThat(publish.userProperties())
                .containsExactly(
                        Map.entry("Airlog-Client-Address", "127.0.0.1"), Map.entry("Airlog-Transport", "loopback"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1;proto=https", "X-Real-IP: 192.0.2.1"})
    void doesNotCallAProxyOnThisHostLoopback(String header) throws IOException {
        request("POST " + PATH, header + "\r\n", "[{}]");

        assertThat(broker.publishes().get(0).userProperties())
                .containsExactly(
                        Map.entry("Airlog-Client-Address", "127.0.0.1"), Map.entry("Airlog-Transport", "plain"));
    }

    @Test
    void takesTheWordOfATrustedProxyOverWhatItsClientWrote() throws IOException {
        var behindProxy = track(new Gateway(
                config(broker.port(), 0, TrustedProxies.parse(List.of("127.0.0.1")), MAX_REQUESTS, TIMEOUT)));
        behindProxy.start();
        await().until(behindProxy::isReady);
        try (var http = new RawHttp(behindProxy.port())) {
            String headers = "Forwarded: for=198.51.100.9;proto=https\r\nForwarded: for=192.0.2.1;proto=http\r\n";
            http.send(text("POST " + PATH, headers, "[{}]")).read();
        }

        assertThat(broker.publishes().get(0).userProperties())
                .containsExactly(
                        Map.entry("Airlog-Client-Address", "192.0.2.1"), Map.entry("Airlog-Transport", "plain"));
    }

    @Test
    void acceptsHeaderLinesThatEndInABareLineFeed() throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            var response = http.send("POST " + PATH + " HTTP/1.1\nHost: a\nContent-Length: 4\n\n[{}]")
                    .read();

            assertThat(response.status()).isEqualTo(200);
            assertThat(broker.publishes().get(0).text()).isEqualTo("[{}]");
        }
    }

    @Test
    void answersManyRequestsOnOneConnection() throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(http.send(text("POST " + PATH, "", "[" + i + "]"))
                                .read()
                                .status())
                        .isEqualTo(200);
            }
            assertThat(http.send(text("POST /nowhere", "", "x")).read().status())
                    .isEqualTo(404);
            assertThat(http.send(text("POST " + PATH, "", "[3]")).read().status())
                    .isEqualTo(200);
        }
        assertThat(broker.publishes()).extracting(ReceivedPublish::text).containsExactly("[0]", "[1]", "[2]", "[3]");
    }

    @Test
    void takesAChunkedBody() throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            var response = http.send(
                            "POST " + PATH
                                    + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[{\r\n2\r\n}]\r\n0\r\n\r\n")
                    .read();

            assertThat(response.status()).isEqualTo(200);
            assertThat(broker.publishes().get(0).text()).isEqualTo("[{}]");
        }
    }

    @Test
    void serves10ClientsToo() throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            var response = http.send("POST " + PATH + " HTTP/1.0\r\nContent-Length: 4\r\n\r\n[{}]")
                    .read();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.header("content-length")).isEqualTo("0");
            assertThat(http.isClosedByServer()).isTrue();
        }
    }

    @Test
    void asksForTheBodyThatWaitsToBeAskedFor() throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            http.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(http.read().status()).isEqualTo(100);
            assertThat(http.send("[{}]").read().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesATooLargeBodyBeforeItIsSent() throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            var response = http.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2049\r\n\r\n")
                    .read();

            assertProblem(response, 413, "too-large");
        }
        assertThat(broker.publishes()).isEmpty();
    }

    @Test
    void refusesATooLargeChunkedBody() throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            var response = http.send("POST " + PATH
                            + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n801\r\n" + "x".repeat(2_049)
                            + "\r\n")
                    .read();

            assertProblem(response, 413, "too-large");
        }
        assertThat(broker.publishes()).isEmpty();
    }

    @Test
    void tellsAClientThatSendsAllOfATooLargeBodyWhy() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + PATH))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(300_000)))
                .build();

        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void takesABodyOfTheVeryLimit() throws IOException {
        assertThat(post(PATH, "x".repeat(MAX_PAYLOAD_BYTES)).status()).isEqualTo(200);
        assertThat(broker.publishes().get(0).text()).hasSize(MAX_PAYLOAD_BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /,                                                         404",
        "GET /download,                                                 404",
        "POST /v1/sensors,                                              404",
        "POST /v1/sensors/x/y/readings,                                 404",
        "POST /V1/sensors/8e6d2f8a-3b1c-4d5e-9f70-0123456789ab/readings, 404",
        "GET /upload,                                                   405",
        "HEAD /upload,                                                  405",
        "DELETE /v1/sensors/8e6d2f8a-3b1c-4d5e-9f70-0123456789ab,       405",
        "POST /healthy,                                                 405",
        "TRACE /upload,                                                 405",
        "BREW /upload,                                                  405",
        "POST /v1/sensors/abc/readings,                                 400",
        "POST /v1/sensors/%23/readings,                                 400",
        "POST /v1/sensors/a%2Fb/readings,                               400",
        "PUT /v1/sensors/1-1-1-1-1,                                     400",
    })
    void refusesWhatItDoesNotServeWithAProblem(String line, int status) throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            http.send(text(line, "", "[]"));
            var response = line.startsWith("HEAD") ? http.readHead() : http.read();

            assertThat(response.status()).isEqualTo(status);
            assertThat(response.header("content-type")).isEqualTo("application/problem+json");
            assertThat(Integer.parseInt(response.header("content-length"))).isPositive();
            if (status == 405) {
                assertThat(response.header("allow")).isNotEmpty().doesNotContain(line.substring(0, line.indexOf(' ')));
            }
        }
        assertThat(broker.publishes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /upload HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n"
            })
    void refusesWhatBreaksTheRulesOfHttpWithAProblem(String bytes) throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            var response = http.send(bytes).read();

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.header("content-type")).isEqualTo("application/problem+json");
            assertThat(response.body()).startsWith("{\"title\":\"Bad Request\",\"status\":400,");
        }
        assertThat(broker.publishes()).isEmpty();
    }

    @Test
    void refusesHeaderLinesThatAreTooLargeWithAProblem() throws IOException {
        var response = request("POST " + PATH, "X: " + "x".repeat(20_000) + "\r\n", "[]");

        assertThat(response.status()).isEqualTo(431);
        assertThat(response.header("content-type")).isEqualTo("application/problem+json");
        assertThat(response.body()).contains("\"status\":431");
    }

    @Test
    void doesNotRedirectAPathWithATrailingSlash() throws IOException {
        assertThat(post(PATH + "/", "[{}]").status()).isEqualTo(200);
        assertThat(broker.publishes()).extracting(ReceivedPublish::topic).containsExactly(PATH.substring(1));
    }

    @Test
    void tellsTheMethodsOfAPath() throws IOException {
        var response = request("OPTIONS /upload", "", "");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("allow")).isEqualTo("POST, OPTIONS");
        assertThat(response.header("content-length")).isEqualTo("0");
    }

    @Test
    void deliversASecretWithoutANewline() throws IOException {
        broker.answer(publish -> {
            publish.reply("00FF");
            publish.accept();
        });

        var response = request("PUT /v1/sensors/8e6d2f8a-3b1c-4d5e-9f70-0123456789ab", "", "{}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("content-type")).isEqualTo("text/plain");
        assertThat(response.header("content-length")).isEqualTo("4");
        assertThat(response.body()).isEqualTo("00FF");
    }

    @Test
    void tellsHowManyRowsAnUploadBrought() throws IOException {
        var response = request("POST /upload?suid=x", "content-md5-SALTED: ff\r\n", "{\"co2\":[1]}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"saved-in-db\":1}");
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(broker.publishes().get(0).userProperties())
                .contains(Map.entry("content-md5-SALTED", "ff"), Map.entry("Airlog-Query", "suid=x"));
    }

    @Test
    void tellsHowToSign() throws IOException {
        broker.answer(publish -> publish.acknowledge(0x87, "signature-wrong: no match", Map.of()));

        var response = request("POST " + PATH, "Authorization: OpenSmogHash 00\r\n", "[]");

        assertProblem(response, 401, "signature-wrong");
        assertThat(response.header("www-authenticate")).isEqualTo("OpenSmogHash, HMAC-SHA256");
        assertThat(broker.publishes().get(0).userProperties()).contains(Map.entry("Authorization", "OpenSmogHash 00"));
    }

    @Test
    void refusesMoreRequestsThanItHasPlacesForAndFreesThem() throws Exception {
        broker.answer(publish -> {});
        var waiting = new ArrayList<RawHttp>();
        for (int i = 0; i < MAX_REQUESTS; i++) {
            waiting.add(track(new RawHttp(gateway.port()).send(text("POST " + PATH, "", "[" + i + "]"))));
        }
        await().until(() -> broker.publishes().size() == MAX_REQUESTS);

        var refused = post(PATH, "[]");
        broker.answer(ReceivedPublish::accept);
        broker.publishes().forEach(ReceivedPublish::accept);

        assertProblem(refused, 503, "unavailable");
        assertThat(refused.header("retry-after")).isEqualTo("10");
        for (RawHttp each : waiting) {
            assertThat(each.read().status()).isEqualTo(200);
        }
        for (int i = 0; i < 2 * MAX_REQUESTS; i++) {
            assertThat(post(PATH, "[]").status()).isEqualTo(200);
            assertThat(post("/v1/sensors/x/readings", "[]").status()).isEqualTo(400);
        }
    }

    @Test
    void answers503WhileTheBrokerIsAwayAndComesBackWithIt() throws IOException {
        broker.close();
        await().until(() -> !gateway.isReady());

        var refused = post(PATH, "[]");

        assertProblem(refused, 503, "unavailable");
        assertThat(refused.header("retry-after")).isEqualTo("10");
        assertThat(managed("/ready").status()).isEqualTo(503);
        assertThat(managed("/ready").body()).isEqualTo("{\"ready\":false,\"connectedClients\":0}\n");
        assertThat(get("/healthy").status()).isEqualTo(200);
        try (var http = new RawHttp(gateway.port())) {
            assertThat(http.send(text("HEAD /healthy", "", "")).readHead().status())
                    .isEqualTo(200);
        }

        track(new ScriptedBroker(broker.port(), 100, ReceivedPublish::accept));
        await().until(() -> managed("/ready").status() == 200);
        assertThat(post(PATH, "[]").status()).isEqualTo(200);
    }

    @Test
    void letsRequestsUnderWayFinishWhenItStops() throws Exception {
        broker.answer(publish -> {});
        try (var underWay = new RawHttp(gateway.port());
                var open = new RawHttp(gateway.port())) {
            open.send(text("GET /healthy", "", "")).read();
            underWay.send(text("POST " + PATH, "", "[]"));
            await().until(() -> broker.publishes().size() == 1);

            var stopping = CompletableFuture.runAsync(gateway::close);
            await().until(() -> isRefused(open));
            assertThat(stopping).isNotDone();
            broker.publishes().get(0).accept();

            assertThat(underWay.read().status()).isEqualTo(200);
            stopping.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void endsABodyThatArrivesTooSlowly() throws IOException {
        var impatient = track(new Gateway(config(broker.port(), 0, MAX_REQUESTS, Duration.ofSeconds(1))));
        impatient.start();
        try (var http = new RawHttp(impatient.port())) {
            http.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n");
            await().pollInterval(Duration.ofMillis(200))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> http.send("x").hasAnswer());

            var response = http.read();
            assertThat(response.status()).isEqualTo(408);
            assertThat(response.header("content-type")).isEqualTo("application/problem+json");
            assertThat(response.body()).contains("the body arrives too slowly");
        }
    }

    @Test
    void answersWhileMoreBodiesDripThanItHasThreads() throws Exception {
        var roomy = track(new Gateway(config(broker.port(), 0, 1_024, TIMEOUT)));
        roomy.start();
        await().until(roomy::isReady);
        broker.answer(publish -> {});
        var underWay = track(new RawHttp(roomy.port()).send(text("POST " + PATH, "", "[]")));
        await().until(() -> broker.publishes().size() == 1);
        for (int i = 0; i < 220; i++) {
            track(new RawHttp(roomy.port()))
                    .send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx");
        }

        try (var http = new RawHttp(roomy.port())) {
            assertThat(http.send(text("GET /healthy", "", "")).read().status()).isEqualTo(200);
        }
        broker.publishes().get(0).accept();
        assertThat(underWay.read().status()).isEqualTo(200);
    }

    @Test
    void saysWhichPortItCannotHave() {
        try (var second = new Gateway(config(broker.port(), gateway.port()))) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(BindException.class)
                    .hasMessage("the gateway cannot listen on port " + gateway.port() + " of 127.0.0.1");
        }
    }

    @Test
    void showsItsCounts() throws IOException {
        post(PATH, "[]");

        assertThat(managed("/metrics").body())
                .contains("airlog_gateway_request_duration_seconds_count{route=\"readings\",status=\"200\"} 1")
                .contains("airlog_gateway_connected_clients 1.0");
        assertThat(get("/metrics").status()).isEqualTo(404);
        assertThat(get("/ready").status()).isEqualTo(404);
    }

    /** Stopping: 503 on a connection that was open, or the connection is closed. */
    private static boolean isRefused(RawHttp open) {
        try {
            return open.send(text("GET /healthy", "", "")).read().status() == 503;
        } catch (IOException closed) {
            return true;
        }
    }

    private RawHttp.Response get(String path) throws IOException {
        return request("GET " + path, "", "");
    }

    /** From its port for operators. */
    private RawHttp.Response managed(String path) throws IOException {
        try (var http = new RawHttp(gateway.managementPort())) {
            return http.send(text("GET " + path, "", "")).read();
        }
    }

    private RawHttp.Response post(String path, String body) throws IOException {
        return request("POST " + path, "", body);
    }

    private RawHttp.Response request(String line, String headers, String body) throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            return http.send(text(line, headers, body)).read();
        }
    }

    private static String text(String line, String headers, String body) {
        return line + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + headers + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static void assertProblem(RawHttp.Response response, int status, String reason) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("content-type")).isEqualTo("application/problem+json");
        assertThat(response.headers()).doesNotContainKey("transfer-encoding");
        assertThat(response.body()).contains("\"status\":" + status).contains("\"reason\":\"" + reason + "\"");
    }

    private static GatewayConfig config(int brokerPort, int httpPort) {
        return config(brokerPort, httpPort, MAX_REQUESTS, TIMEOUT);
    }

    private static GatewayConfig config(int brokerPort, int httpPort, int maxRequests, Duration timeout) {
        return config(brokerPort, httpPort, TrustedProxies.NONE, maxRequests, timeout);
    }

    private static GatewayConfig config(
            int brokerPort, int httpPort, TrustedProxies proxies, int maxRequests, Duration timeout) {
        return new GatewayConfig(
                "127.0.0.1",
                httpPort,
                Optional.empty(),
                proxies,
                maxRequests,
                MAX_PAYLOAD_BYTES,
                new BrokerAddress("127.0.0.1", brokerPort, false),
                Authorities.OF_THE_JDK,
                "password",
                1,
                timeout,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty());
    }

    private <T extends AutoCloseable> T track(T closeable) {
        started.push(closeable);
        return closeable;
    }
}
