package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.airlog.launcher.console.CommandFailedException;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void tellsAllThatAreInUseInOneLine() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (var first = new ServerSocket(0, 1, loopback);
                var second = new ServerSocket(0, 1, loopback)) {
            var ports = new Ports();
            ports.need("127.0.0.1", first.getLocalPort(), "--http-port");
            ports.need("127.0.0.1", 0, "--kafka-port");
            ports.need("127.0.0.1", second.getLocalPort(), "--mqtt-port");

            assertThatThrownBy(ports::check)
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessage("port " + first.getLocalPort()
                            + " on 127.0.0.1 is in use, choose another by --http-port; " + "port "
                            + second.getLocalPort() + " on 127.0.0.1 is in use, choose another by --mqtt-port");
        }
    }

    @Test
    void findsOneThatIsFree() throws Exception {
        int port = Ports.anyFree("127.0.0.1");

        var ports = new Ports();
        ports.need("127.0.0.1", port, "--http-port");
        assertThat(port).isPositive();
        assertThatCode(ports::check).doesNotThrowAnyException();
    }

    @Test
    void hasNothingAgainstFreePorts() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var ports = new Ports();
        ports.need("127.0.0.1", port, "--http-port");

        assertThatCode(ports::check).doesNotThrowAnyException();
    }
}
