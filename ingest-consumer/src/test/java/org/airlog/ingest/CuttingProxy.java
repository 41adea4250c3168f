package org.airlog.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A way to PostgreSQL that can lose an answer: it ends both connections when the server says that it has committed, before
 * the client hears of it.
 */
final class CuttingProxy implements AutoCloseable {

    /** The tag of the message CommandComplete (PostgreSQL manual, "Message Formats"). */
    private static final String COMMITTED = "COMMIT\0";

    private final ServerSocket listener;
    private final int target;
    private final AtomicInteger cutsLeft = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();

    CuttingProxy(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        background(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The next answer to a COMMIT is lost. */
    void cutOnce() {
        cutsLeft.set(1);
    }

    /** How many have been. */
    int cuts() {
        return cuts.get();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // One of the ends is gone, and so is this.
                    }
                },
                "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            background(() -> {
                try (client;
                        server) {
                    client.getInputStream().transferTo(server.getOutputStream());
                }
            });
            background(() -> answer(server, client));
        }
    }

    private void answer(Socket server, Socket client) throws IOException {
        try (client;
                server) {
            var buffer = new byte[64 * 1024];
            String tail = "";
            for (int read = server.getInputStream().read(buffer);
                    read >= 0;
                    read = server.getInputStream().read(buffer)) {
                String seen = tail + new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                if (seen.contains(COMMITTED) && cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    cuts.incrementAndGet();
                    return;
                }
                tail = seen.substring(Math.max(0, seen.length() - COMMITTED.length() + 1));
                client.getOutputStream().write(buffer, 0, read);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
