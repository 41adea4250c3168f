package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.airlog.gateway.mqtt.BrokerAddress;
import org.airlog.gateway.scripted.ReceivedPublish;
import org.airlog.gateway.scripted.ScriptedBroker;
import org.airlog.proxy.TrustedProxies;
import org.airlog.tls.Authorities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as attackers speak it; what a small firmware may do is in {@link GatewayHttpIT}. */
class HostileHttpIT {

    private static final String PATH = "/v1/sensors/8e6d2f8a-3b1c-4d5e-9f70-0123456789ab/readings";
    private static final int CROWD = 5_000;

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private ScriptedBroker broker;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        broker = track(new ScriptedBroker(0, 100, ReceivedPublish::accept));
        gateway = start(Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
    }

    /** One byte too many for one reader is another request for the next: whatever can be read in two ways is refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Content-Length: 4\r\nContent-Length: 5\r\n\r\n[{}]x",
                "Content-Length: 4, 5\r\n\r\n[{}]x",
                "Content-Length: +4\r\n\r\n[{}]",
                "Content-Length: -1\r\n\r\n[{}]",
                "Content-Length: 0x4\r\n\r\n[{}]",
                "Content-Length: 99999999999999999999\r\n\r\n[{}]",
                "Content-Length : 4\r\n\r\n[{}]",
                "Content-Length: 4\r\n X: folded\r\n\r\n[{}]",
                "Transfer-Encoding: gzip\r\n\r\n[{}]",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n[{}]\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n[{}]\r\n0\r\n\r\n"
            })
    void refusesALengthThatCanBeReadInTwoWaysAndReadsNothingBehindIt(String rest) throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            http.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\n" + rest);
            // Were the rest read as a request, it would be answered.
            http.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n[{}]");

            var response = http.read();

            assertThat(response.status()).isBetween(400, 501);
            assertThat(http.isClosedByServer()).isTrue();
        }
        assertThat(broker.publishes()).isEmpty();
    }

    @Test
    void readsWhatBeginsAfterABodysEndAsTheNextRequest() throws IOException {
        String smuggled = "GET /healthy HTTP/1.1\r\nHost: a\r\n\r\n";
        try (var http = new RawHttp(gateway.port())) {
            http.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n[{}]" + smuggled);

            assertThat(http.read().status()).isEqualTo(200);
            assertThat(http.read().body()).isEqualTo("healthy");
        }
        assertThat(broker.publishes()).extracting(ReceivedPublish::text).containsExactly("[{}]");
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        var requests = new StringBuilder();
        for (int i = 100; i < 200; i++) {
            requests.append("POST ")
                    .append(PATH)
                    .append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n[")
                    .append(i)
                    .append(']');
        }
        try (var http = new RawHttp(gateway.port())) {
            http.send(requests.toString());
            for (int i = 100; i < 200; i++) {
                assertThat(http.read().status()).isEqualTo(200);
            }
        }

        var expected = new ArrayList<String>();
        for (int i = 100; i < 200; i++) {
            expected.add("[" + i + "]");
        }
        assertThat(broker.publishes()).extracting(ReceivedPublish::text).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "GZIP", "identity, gzip", "x-gzip"})
    void inflatesNothing(String encoding) throws IOException {
        try (var http = new RawHttp(gateway.port())) {
            byte[] bomb = gzip(new byte[1 << 20]);
            var response = http.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Encoding: " + encoding
                            + "\r\nContent-Length: " + bomb.length + "\r\n\r\n"
                            + new String(bomb, StandardCharsets.ISO_8859_1))
                    .read();

            assertThat(response.status()).isEqualTo(415);
            assertThat(response.body()).contains("content-type-unsupported");
        }
        assertThat(broker.publishes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2_000})
    void refusesManyHeaderLinesAsItDoesLongOnes(int count) throws IOException {
        String headers = ("X-" + "y".repeat(9_000 / count) + ": 1\r\n").repeat(count);
        try (var http = new RawHttp(gateway.port())) {
            var response = http.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n")
                    .read();

            assertThat(response.status()).isEqualTo(431);
        }
    }

    @Test
    void endsAConnectionWhoseHeaderLinesNeverEnd() throws IOException {
        Gateway impatient = start(Duration.ofSeconds(1));
        try (var first = new RawHttp(impatient.port());
                var second = new RawHttp(impatient.port());
                var honest = new RawHttp(impatient.port())) {
            first.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nX: ");
            // On a connection that has served a request before.
            second.send("GET /healthy HTTP/1.1\r\nHost: a\r\n\r\n").read();
            second.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nX: ");

            await().pollInterval(Duration.ofMillis(200))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> isGone(first) && isGone(second));

            assertThat(honest.send("GET /healthy HTTP/1.1\r\nHost: a\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void keepsAConnectionThatIsQuietBetweenItsRequests() throws IOException {
        Gateway impatient = start(Duration.ofSeconds(1));
        try (var http = new RawHttp(impatient.port())) {
            String request = "POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n[{}]";
            long begun = System.nanoTime();
            assertThat(http.send(request).read().status()).isEqualTo(200);
            await().until(() ->
                    System.nanoTime() - begun > Duration.ofSeconds(4).toNanos());

            assertThat(http.send(request).read().status()).isEqualTo(200);
        }
    }

    @Test
    void servesWhileFiveThousandConnectionsAreHeldOpen() throws Exception {
        int crowd = Math.min(CROWD, freeFileDescriptors() * 3 / 10);
        for (int i = 0; i < 3; i++) {
            secondsForHundredRequests();
        }
        double alone = secondsForHundredRequests();
        var held = new ArrayList<SocketChannel>();
        try {
            for (int i = 0; i < crowd; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
                held.add(channel);
                if (i % 2 == 0) {
                    channel.write(ByteBuffer.wrap("POST / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.ISO_8859_1)));
                }
            }

            double crowded = secondsForHundredRequests();

            System.getLogger("figures")
                    .log(
                            System.Logger.Level.INFO,
                            "100 requests beside {0} held connections: {1} times as long as alone",
                            crowd,
                            crowded / alone);
            assertThat(crowded).isLessThan(20 * alone + 1);
        } finally {
            for (SocketChannel each : held) {
                each.close();
            }
        }
    }

    private double secondsForHundredRequests() throws IOException {
        long begun = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            try (var http = new RawHttp(gateway.port())) {
                assertThat(http.send("POST " + PATH + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n[{}]")
                                .read()
                                .status())
                        .isEqualTo(200);
            }
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** Sends one more byte; true once the server has closed. */
    private static boolean isGone(RawHttp http) {
        try {
            http.send("x");
            return false;
        } catch (IOException gone) {
            return true;
        }
    }

    /** Both ends of a connection are in this process. */
    private static int freeFileDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? (int) Math.min(
                        Integer.MAX_VALUE, unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount())
                : 1_000;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }

    private Gateway start(Duration timeout) throws IOException {
        var starting = track(new Gateway(new GatewayConfig(
                "127.0.0.1",
                0,
                Optional.empty(),
                TrustedProxies.NONE,
                1_024,
                256 * 1_024,
                new BrokerAddress("127.0.0.1", broker.port(), false),
                Authorities.OF_THE_JDK,
                "password",
                1,
                timeout,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty())));
        starting.start();
        await().until(starting::isReady);
        return starting;
    }

    private <T extends AutoCloseable> T track(T closeable) {
        started.push(closeable);
        return closeable;
    }
}
