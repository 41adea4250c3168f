package org.airlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.airlog.tls.Authorities;
import org.airlog.tls.CertificateFiles;
import org.airlog.tls.CertificateWatch;
import org.airlog.tls.LocalAuthority;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker speaks on its TLS listener, with whom, and under which certificate. */
class TlsListenerIT {

    private static final Duration VALIDITY = Duration.ofDays(10);
    private static final String AUTHORITY = "Test authority";
    private static final long SEED = 18;

    @TempDir
    Path temporary;

    private Path directory = Path.of("");
    private CertificateFiles server = new CertificateFiles(directory, directory);
    private Path authorityFile = Path.of("");

    /** What this JDK would not do anyway is no guard of ours. In a JVM of its own, as every test of servers. */
    @BeforeAll
    static void allowEverythingThatThisJdkKnows() {
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        Security.setProperty("jdk.tls.legacyAlgorithms", "");
    }

    @BeforeEach
    void issue() throws IOException {
        directory = temporary.resolve("a & b");
        server = files("server");
        authorityFile = files("authority").certificate();
        authority().issue(server, List.of("localhost", "127.0.0.1"), Instant.now(), VALIDITY);
    }

    @Test
    void speaksTls12And13WithForwardSecrecyAndNothingElse() throws Exception {
        try (EmbeddedBroker broker = broker(new TlsListener(0, server))) {
            broker.start();
            TlsClients clients = clients(broker);

            assertThat(clients.shown("TLSv1.3")).isEqualTo(serversOwn());
            assertThat(clients.shown("TLSv1.2")).isEqualTo(serversOwn());
            assertThatThrownBy(() -> clients.shown("TLSv1.1")).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> clients.shown("TLSv1")).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> clients.shown("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> new TlsClients(broker.mqttsPort(), Authorities.OF_THE_JDK).shown("TLSv1.3"))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void takesClientsByTlsAndInTheClearAndOutlivesGarbage() throws Exception {
        try (EmbeddedBroker broker = broker(new TlsListener(0, server))) {
            broker.start();

            assertThat(answerTo(broker, garbage())).isEmpty();
            assertThat(answerTo(broker, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty();
            connectAndDisconnect(clients(broker).mqtt("alpha", Optional.empty()));
            try (Socket plain = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), broker.mqttPort())) {
                assertThat(plain.isConnected()).isTrue();
            }
            for (String file : List.of("config.xml", "keystore.p12")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                directory.resolve("conf").resolve(file))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void showsAChangedCertificateToNewConnectionsAndKeepsThoseThatStand() throws Exception {
        try (EmbeddedBroker broker = broker(new TlsListener(0, server))) {
            broker.start();
            TlsClients clients = clients(broker);
            X509Certificate former = serversOwn();
            Mqtt5BlockingClient standing = clients.mqtt("alpha", Optional.empty());
            standing.connect();
            byte[] store = Files.readAllBytes(directory.resolve("conf/keystore.p12"));

            Files.writeString(server.certificate(), "not a certificate");
            Awaitility.await()
                    .pollDelay(Duration.ofSeconds(3 * CertificateWatch.SECONDS))
                    .until(() -> clients.shown("TLSv1.3").equals(former));
            assertThat(directory.resolve("conf/keystore.p12")).hasBinaryContent(store);
            LocalAuthority.read(files("authority")).issue(server, List.of("127.0.0.1"), Instant.now(), VALIDITY);

            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> clients.shown("TLSv1.3")
                    .equals(serversOwn()));
            assertThat(serversOwn()).isNotEqualTo(former);
            assertThat(standing.getState().isConnected()).isTrue();
            standing.disconnect();
        }
    }

    @Test
    void refusesClientsWithoutACertificateWhereItDemandsOne() throws Exception {
        CertificateFiles known = files("known");
        LocalAuthority.read(files("authority")).issue(known, List.of("a sensor"), Instant.now(), VALIDITY);
        CertificateFiles unknown = files("unknown");
        // Of the same name, so that the client does not keep it to itself.
        LocalAuthority.make(files("others"), AUTHORITY, Instant.now())
                .issue(unknown, List.of("a stranger"), Instant.now(), VALIDITY);
        var demanding = new TlsListener(0, server, Optional.of(authorityFile), true);
        PackedExtension extension = extension();
        try (EmbeddedBroker broker =
                new EmbeddedBroker(directory, "127.0.0.1", OptionalInt.empty(), Optional.of(demanding), extension)) {
            broker.start();
            TlsClients clients = clients(broker);

            connectAndDisconnect(clients.mqtt("alpha", Optional.of(known.read())));
            assertThatThrownBy(() -> clients.mqtt("alpha", Optional.empty()).connect())
                    .hasRootCauseInstanceOf(IOException.class);
            assertThatThrownBy(() ->
                            clients.mqtt("alpha", Optional.of(unknown.read())).connect())
                    .hasRootCauseInstanceOf(IOException.class);
            assertThatThrownBy(broker::mqttPort).hasMessageContaining("no such listener");
        }
        var asking = new TlsListener(0, server, Optional.of(authorityFile), false);
        try (EmbeddedBroker broker = broker(asking)) {
            broker.start();
            TlsClients clients = clients(broker);

            connectAndDisconnect(clients.mqtt("alpha", Optional.of(known.read())));
            connectAndDisconnect(clients.mqtt("alpha", Optional.empty()));
            assertThatThrownBy(() ->
                            clients.mqtt("alpha", Optional.of(unknown.read())).connect())
                    .hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void doesNotStartWithACertificateThatCannotBeUsed() throws Exception {
        Files.writeString(server.privateKey(), "lost");
        try (EmbeddedBroker broker = broker(new TlsListener(0, server))) {
            assertThatThrownBy(broker::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(server.privateKey() + " holds no private key");
        }
        authority().issue(server, List.of("localhost", "127.0.0.1"), Instant.now(), VALIDITY);
        try (EmbeddedBroker broker = broker(new TlsListener(0, server))) {
            assertThatCode(broker::start).doesNotThrowAnyException();
        }
    }

    private CertificateFiles files(String name) {
        return new CertificateFiles(temporary.resolve(name + ".pem"), temporary.resolve(name + "-key.pem"));
    }

    private LocalAuthority authority() throws IOException {
        return LocalAuthority.make(files("authority"), AUTHORITY, Instant.now());
    }

    private X509Certificate serversOwn() throws IOException {
        return server.read().chain().get(0);
    }

    private PackedExtension extension() throws IOException {
        return new PackedExtension(
                ExtensionZip.write(temporary.resolve("extension.zip"), "extension.jar", Optional.of("client=alpha")));
    }

    private EmbeddedBroker broker(TlsListener listener) throws IOException {
        return new EmbeddedBroker(directory, "127.0.0.1", OptionalInt.of(0), Optional.of(listener), extension());
    }

    private TlsClients clients(EmbeddedBroker broker) throws IOException {
        return new TlsClients(broker.mqttsPort(), Authorities.in(authorityFile));
    }

    private static void connectAndDisconnect(Mqtt5BlockingClient client) {
        client.connect();
        client.disconnect();
    }

    private static byte[] garbage() {
        var garbage = new byte[4_096];
        new Random(SEED).nextBytes(garbage);
        return garbage;
    }

    /** All that the broker says to {@code bytes} until it closes, but alerts of TLS (RFC 8446, 5.1: type 21). */
    private static byte[] answerTo(EmbeddedBroker broker, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), broker.mqttsPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes);
            byte[] answer = socket.getInputStream().readAllBytes();
            return answer.length > 0 && answer[0] == 21 ? new byte[0] : answer;
        } catch (SocketException reset) {
            return new byte[0];
        }
    }
}
