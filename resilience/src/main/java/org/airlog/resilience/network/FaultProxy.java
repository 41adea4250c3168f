package org.airlog.resilience.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy on loopback whose {@link Weather} can be changed while it runs. Two threads a connection; at most 16 KiB a
 * direction are held. Its own port stays open all the time. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;
    /** A narrow line passes on what it has for this long at a time. */
    private static final int SLICES_PER_SECOND = 10;

    private static final int CONNECT_MILLIS = 3_000;
    private static final int BACKLOG = 1_024;

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Weather weather = new Weather.Fair();
    private volatile boolean isClosed;

    /** Listens on {@code port} of 127.0.0.1 (0 = any free one) and passes everything on to {@code target}. */
    public FaultProxy(int port, InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        start("proxy-" + listener.getLocalPort(), this::accept);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Changes the weather at once, for open connections too. */
    public void set(Weather next) {
        lock.lock();
        try {
            weather = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (next instanceof Weather.Cut) {
            reset();
        }
    }

    /** Resets every connection that is open now, whatever the weather. */
    public void reset() {
        open.forEach(FaultProxy::reset);
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        listener.close();
        set(new Weather.Fair());
        reset();
    }

    private void accept() {
        while (!isClosed) {
            try {
                Socket client = listener.accept();
                open.add(client);
                if (weather instanceof Weather.Cut) {
                    drop(client);
                } else {
                    start("proxy-up", () -> connect(client));
                }
            } catch (IOException closedOrGoneAgain) {
                // A client that is gone before it was taken harms nobody; the end is looked at above.
            }
        }
    }

    /** The client learns that nobody is behind the proxy by a reset, as it would without it by a refusal. */
    private void connect(Socket client) {
        var server = new Socket();
        open.add(server);
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target, CONNECT_MILLIS);
            start("proxy-down", () -> pass(server, client));
            pass(client, server);
        } catch (IOException nobodyThere) {
            drop(client);
            drop(server);
        }
    }

    /** Half-closed connections are closed whole: none of the protocols that pass here uses them. */
    private void pass(Socket from, Socket to) {
        var buffer = new byte[BUFFER_BYTES];
        try {
            while (true) {
                int wanted = weather instanceof Weather.Narrow narrow
                        ? Math.max(1, Math.min(narrow.bytesPerSecond() / SLICES_PER_SECOND, BUFFER_BYTES))
                        : BUFFER_BYTES;
                int length = from.getInputStream().read(buffer, 0, wanted);
                awaitPassage();
                if (length < 0) {
                    break;
                }
                to.getOutputStream().write(buffer, 0, length);
            }
            close(from);
            close(to);
        } catch (IOException | InterruptedException ended) {
            drop(from);
            drop(to);
        }
    }

    private void awaitPassage() throws InterruptedException {
        lock.lock();
        try {
            if (weather instanceof Weather.Delay delay) {
                await(delay.each());
            } else if (weather instanceof Weather.Narrow) {
                await(Duration.ofMillis(1_000 / SLICES_PER_SECOND));
            }
            while (weather instanceof Weather.BlackHole) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(Duration duration) throws InterruptedException {
        Weather before = weather;
        long left = duration.toNanos();
        while (left > 0 && weather.equals(before)) {
            left = changed.awaitNanos(left);
        }
    }

    private void drop(Socket socket) {
        reset(socket);
        open.remove(socket);
    }

    private void close(Socket socket) throws IOException {
        socket.close();
        open.remove(socket);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // That is what was wanted.
        }
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(null, work, name, 128 << 10);
        thread.setDaemon(true);
        thread.start();
    }
}
