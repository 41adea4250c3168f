package org.airlog.resilience.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy in front of a server that echoes. */
class FaultProxyIT {

    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var server = new Thread(this::serve);
        server.setDaemon(true);
        server.start();
        proxy = new FaultProxy(0, new InetSocketAddress(echo.getInetAddress(), echo.getLocalPort()));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesEverythingInFairWeather() throws IOException {
        try (Socket client = connect()) {
            assertThat(answer(client, 7, Duration.ofSeconds(5))).isEqualTo(7);
        }
    }

    @Test
    void resetsOpenAndNewConnectionsWhenCut() throws IOException {
        try (Socket client = connect()) {
            answer(client, 1, Duration.ofSeconds(5));

            proxy.set(new Weather.Cut());

            assertThatThrownBy(() -> answer(client, 2, Duration.ofSeconds(5))).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> {
                        try (Socket next = connect()) {
                            answer(next, 3, Duration.ofSeconds(5));
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void keepsConnectionsOpenAndPassesNothingInABlackHole() throws IOException {
        try (Socket client = connect()) {
            answer(client, 1, Duration.ofSeconds(5));

            proxy.set(new Weather.BlackHole());

            assertThatThrownBy(() -> answer(client, 2, Duration.ofMillis(200)))
                    .isInstanceOf(SocketTimeoutException.class);
            proxy.set(new Weather.Fair());
            client.setSoTimeout(5_000);
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void holdsEachPieceBackWhenSlow() throws IOException {
        try (Socket client = connect()) {
            proxy.set(new Weather.Delay(Duration.ofMillis(100)));
            long start = System.nanoTime();

            answer(client, 1, Duration.ofSeconds(5));

            // There and back.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void passesFewBytesASecondWhenNarrow() throws IOException {
        try (Socket client = connect()) {
            proxy.set(new Weather.Narrow(1_000));
            long start = System.nanoTime();
            client.setSoTimeout(10_000);

            client.getOutputStream().write(new byte[500]);
            client.getInputStream().readNBytes(500);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void resetsAClientWhenNobodyIsBehindIt() throws IOException {
        echo.close();

        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        answer(client, 1, Duration.ofSeconds(5));
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private Socket connect() throws IOException {
        return new Socket(proxy.address().getAddress(), proxy.address().getPort());
    }

    private static int answer(Socket client, int sent, Duration patience) throws IOException {
        client.setSoTimeout((int) patience.toMillis());
        client.getOutputStream().write(sent);
        int answer = client.getInputStream().read();
        if (answer < 0) {
            throw new SocketException("closed");
        }
        return answer;
    }

    private void serve() {
        try {
            while (true) {
                Socket client = echo.accept();
                var thread = new Thread(() -> {
                    try (client) {
                        client.getInputStream().transferTo(client.getOutputStream());
                    } catch (IOException closed) {
                        // The test has what it wanted.
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }
}
