package org.airlog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;

class SlowHeadersTest {

    /** The first half of the header of a TLS record that would hold a ClientHello. */
    private static final byte[] TRICKLE = {0x16, 0x03, 0x01};

    private final SlowHeaders slowHeaders = new SlowHeaders(Duration.ZERO);
    private final ByteArrayEndPoint network = new ByteArrayEndPoint();

    @Test
    void endsAConnectionWhoseHandshakeComesInTrickles() throws Exception {
        slowHeaders.onOpened(http(handshaking()));

        slowHeaders.look();
        slowHeaders.look();

        assertThat(network.isOpen()).isFalse();
    }

    @Test
    void leavesAConnectionOnWhichNothingHasComeToItsIdleTimeout() {
        slowHeaders.onOpened(http(network));

        slowHeaders.look();
        slowHeaders.look();

        assertThat(network.isOpen()).isTrue();
    }

    private EndPoint handshaking() throws GeneralSecurityException, IOException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        var tls = new SslConnection(
                new ArrayByteBufferPool(), Runnable::run, new SslContextFactory.Server(), network, engine);
        network.addInput(ByteBuffer.wrap(TRICKLE));
        engine.beginHandshake();
        assertThat(tls.getSslEndPoint().fill(ByteBuffer.allocate(0).flip())).isZero();
        return tls.getSslEndPoint();
    }

    /** A connection of HTTP on which no byte of HTTP has come yet. */
    private static Connection http(EndPoint endPoint) {
        return (Connection) Proxy.newProxyInstance(
                SlowHeadersTest.class.getClassLoader(),
                new Class<?>[] {Connection.class, ConnectionMetaData.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getEndPoint" -> endPoint;
                    case "getBytesIn" -> 0L;
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
