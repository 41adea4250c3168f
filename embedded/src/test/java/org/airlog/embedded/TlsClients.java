package org.airlog.embedded;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLSocket;
import org.airlog.tls.Authorities;
import org.airlog.tls.ServerCertificate;

/** Clients of the broker's TLS listener on this machine that believe {@code authorities}. */
record TlsClients(int port, Authorities authorities) {

    private static final int MILLIS = 10_000;

    /** An MQTT client that is not connected yet. */
    Mqtt5BlockingClient mqtt(String clientId, Optional<ServerCertificate> own) throws GeneralSecurityException {
        var ssl = MqttClientSslConfig.builder().trustManagerFactory(authorities.trustManagers());
        if (own.isPresent()) {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own.get().keyStore(new char[0]), new char[0]);
            ssl = ssl.keyManagerFactory(keys);
        }
        return MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("localhost")
                .serverPort(port)
                .sslConfig(ssl.build())
                .buildBlocking();
    }

    /** The certificate that the server shows to a client that speaks {@code protocol} and these cipher suites (none: all). */
    X509Certificate shown(String protocol, String... cipherSuites) throws IOException {
        try (var socket = (SSLSocket) authorities
                .sslContext()
                .getSocketFactory()
                .createSocket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            socket.setSoTimeout(MILLIS);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(
                    cipherSuites.length == 0
                            ? socket.getSupportedCipherSuites()
                            : List.of(cipherSuites).toArray(String[]::new));
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
