package org.airlog.gateway.scripted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Speaks as much MQTT 5 as the gateway uses, lets everybody in and leaves the answer to each publish to the test.
 *
 * <p>A real broker cannot be told to lose its connection between a publish and its PUBACK, and that is when data is lost.
 */
public final class ScriptedBroker implements AutoCloseable {

    private final ServerSocket listener;
    private final int receiveMaximum;
    private final List<BrokerSide> connections = new CopyOnWriteArrayList<>();
    private final List<ReceivedPublish> publishes = new CopyOnWriteArrayList<>();
    private volatile Consumer<ReceivedPublish> script;

    /** Listens on {@code port} (0 = any free one) and answers each publish by {@code script}. */
    public ScriptedBroker(int port, int receiveMaximum, Consumer<ReceivedPublish> script) throws IOException {
        this.receiveMaximum = receiveMaximum;
        this.script = script;
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What arrived so far. */
    public List<ReceivedPublish> publishes() {
        return List.copyOf(publishes);
    }

    /** How the next publishes are answered. */
    public void answer(Consumer<ReceivedPublish> next) {
        script = next;
    }

    /** Stops listening and cuts every connection. */
    @Override
    public void close() throws IOException {
        listener.close();
        connections.forEach(BrokerSide::cut);
    }

    int receiveMaximum() {
        return receiveMaximum;
    }

    void received(ReceivedPublish publish) {
        publishes.add(publish);
        script.accept(publish);
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                var connection = new BrokerSide(this, socket);
                connections.add(connection);
                daemon(connection::serve);
            } catch (IOException closed) {
                if (listener.isClosed()) {
                    return;
                }
                throw new UncheckedIOException(closed);
            }
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "scripted-broker");
        thread.setDaemon(true);
        thread.start();
    }
}
