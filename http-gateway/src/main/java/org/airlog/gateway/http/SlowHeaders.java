package org.airlog.gateway.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Ends connections whose header lines take too long, or the handshake of TLS before them: a byte now and then keeps a
 * connection from being idle for ever.
 *
 * <p>As a handler it sees when a request is there and when it is done; as a listener it knows the connections; now and then
 * it looks for those on which something has arrived since, and no request yet. Touched by the server's threads and its
 * scheduler's; thread-safe.
 */
final class SlowHeaders extends Handler.Wrapper implements Connection.Listener {

    private final Map<Connection, Progress> connections = new ConcurrentHashMap<>();
    private final long patienceNanos;

    /** @param patience how long a request's header lines and a handshake may take, give or take half of it */
    SlowHeaders(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    /** What is known of a connection; {@code since} counts while header lines arrive and no request is under way. */
    private record Progress(int underWay, long bytes, boolean isArriving, long since) {

        private static final Progress NOTHING = new Progress(0, 0, false, 0);

        private Progress begun() {
            return new Progress(underWay + 1, bytes, false, 0);
        }

        private Progress done(long received) {
            return new Progress(underWay - 1, received, false, 0);
        }

        private Progress seen(long received, long now) {
            return underWay > 0 || received == bytes || isArriving ? this : new Progress(0, bytes, true, now);
        }

        private boolean isTooSlow(long now, long patience) {
            return isArriving && now - since > patience;
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        lookLater();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Connection connection = request.getConnectionMetaData().getConnection();
        connections.computeIfPresent(connection, (known, progress) -> progress.begun());
        Request.addCompletionListener(
                request,
                failure -> connections.computeIfPresent(
                        connection, (known, progress) -> progress.done(received(connection))));
        return super.handle(request, response, callback);
    }

    /** A connection of TLS carries one of HTTP, which is told too. */
    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {
            connections.put(connection, Progress.NOTHING);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    /** Of TLS all that came by the network: the connection that it carries does not see the handshake. */
    private static long received(Connection connection) {
        return connection.getEndPoint() instanceof SslConnection.SslEndPoint encrypted
                ? encrypted.getSslConnection().getBytesIn()
                : connection.getBytesIn();
    }

    private void lookLater() {
        if (isRunning() || isStarting()) {
            getServer().getScheduler().schedule(this::look, patienceNanos / 2, TimeUnit.NANOSECONDS);
        }
    }

    void look() {
        long now = System.nanoTime();
        for (Connection connection : connections.keySet()) {
            Progress progress =
                    connections.computeIfPresent(connection, (known, before) -> before.seen(received(known), now));
            if (progress != null && progress.isTooSlow(now, patienceNanos)) {
                connection.getEndPoint().close();
            }
        }
        lookLater();
    }
}
