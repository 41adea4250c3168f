package org.airlog.launcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.tls.Authorities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpUplinkTest {

    private static final Suid SUID = new Suid(UUID.fromString("3f2504e0-4f89-11d3-9a0c-0305e82c3301"));

    private HttpServer server;
    private HttpUplink uplink;
    private String requested = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        uplink = new HttpUplink(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Authorities.OF_THE_JDK);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        uplink.close();
    }

    @Test
    void postsTheSignedPayloadAndReadsWhatWasAccepted() throws Exception {
        answer(200, Map.of("Airlog-Refused", "1;time-implausible"), "");

        Answer answer = uplink.publish(publish()).get();

        assertThat(answer).isEqualTo(new Answer.Accepted(2, Map.of("time-implausible", 1)));
        assertThat(requested).startsWith("POST /v1/sensors/" + SUID + "/readings HMAC-SHA256 ");
    }

    @Test
    void takesTheReasonFromTheProblemDocument() throws Exception {
        answer(
                401,
                Map.of(),
                "{\"title\":\"Unauthorized\",\"reason\":\"signature-wrong\",\"detail\":\"of another sensor\"}");

        assertThat(uplink.publish(publish()).get())
                .isEqualTo(new Answer.Refused("signature-wrong", "of another sensor"));
    }

    @Test
    void waitsAsLongAsItIsAskedTo() throws Exception {
        answer(503, Map.of("Retry-After", "7"), "{\"title\":\"unavailable\"}");

        assertThat(uplink.publish(publish()).get())
                .isInstanceOfSatisfying(Answer.Later.class, later -> assertThat(later.pause())
                        .isEqualTo(Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void sendsLaterWhatALostConnectionLeftOpen() throws Exception {
        server.stop(0);

        assertThat(uplink.publish(publish()).get()).isInstanceOf(Answer.Later.class);
        assertThatThrownBy(uplink::open).isInstanceOf(CommandFailedException.class);
    }

    @Test
    void registersByPut() throws Exception {
        answer(200, Map.of(), "ABCDEF");

        assertThat(uplink.register(SUID, "{}")).isEqualTo(Secret.ofText("ABCDEF"));
        assertThat(requested).startsWith("PUT /v1/sensors/" + SUID + " ");
    }

    private static Publish publish() {
        return Publish.signed(SUID, Secret.ofText("secret"), org.airlog.observation.Payload.ofText("[{}]"), 3);
    }

    private void answer(int status, Map<String, String> headers, String body) {
        server.createContext("/", exchange -> respond(exchange, status, headers, body));
    }

    private void respond(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        requested = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization");
        exchange.getRequestBody().readAllBytes();
        headers.forEach(exchange.getResponseHeaders()::add);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
