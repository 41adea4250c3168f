package org.airlog.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The choice of TCP ports for the servers.
 *
 * <p>A free port is looked for between 10,240 and 32,767, below the range from which Linux takes the local ports of
 * outgoing connections (32,768 and up): a client that keeps dialling a stopped server would otherwise sooner or later be
 * connected to itself and hold the port when the server comes back.
 */
public final class Ports {

    private static final int LOWEST = 10_240;
    private static final int HIGHEST = 32_767;
    private static final int ATTEMPTS = 100;

    private Ports() {}

    /** 127.0.0.1, whatever family of addresses this JVM prefers. */
    public static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** The port itself, once it is known to be free; for 0 any free one. Throws a {@link BindException} that names the port. */
    public static int claim(InetAddress address, int port) throws IOException {
        if (port == 0) {
            return anyFree(address);
        }
        if (!isFree(address, port)) {
            throw new BindException("port " + port + " on " + address.getHostAddress() + " is in use");
        }
        return port;
    }

    private static int anyFree(InetAddress address) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(address, port)) {
                return port;
            }
        }
        throw new BindException("no free port found on " + address.getHostAddress());
    }

    private static boolean isFree(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers themselves do: connections of the last run in TIME_WAIT do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return true;
        } catch (BindException inUse) {
            return false;
        }
    }
}
