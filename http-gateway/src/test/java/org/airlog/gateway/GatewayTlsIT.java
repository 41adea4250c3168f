package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.airlog.gateway.http.Https;
import org.airlog.tls.Authorities;
import org.airlog.tls.CertificateFiles;
import org.airlog.tls.CertificateWatch;
import org.airlog.tls.LocalAuthority;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway with HTTPS in front of it and MQTT over TLS behind it. */
class GatewayTlsIT {

    private static final Duration VALIDITY = Duration.ofDays(10);

    @TempDir
    static Path directory;

    private static CertificateFiles issuer;
    private static CertificateFiles server;
    private static Authorities authorities;
    private static Installation airlog;
    private static Gateway gateway;

    @BeforeAll
    static void startAll() throws Exception {
        // What this JDK would not do anyway is no guard of ours.
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        Security.setProperty("jdk.tls.legacyAlgorithms", "");
        issuer = new CertificateFiles(directory.resolve("authority.pem"), directory.resolve("authority-key.pem"));
        server = new CertificateFiles(directory.resolve("server.pem"), directory.resolve("server-key.pem"));
        LocalAuthority authority = LocalAuthority.make(issuer, "Test", Instant.now());
        authority.issue(server, hosts(), Instant.now(), VALIDITY);
        authorities = new Authorities(List.of(authority.certificate()));
        airlog = new Installation(directory, Map.of(), Optional.of(server)).start();
        gateway = airlog.gatewayOverTls(Optional.of(new Https(0, server)), authorities);
        gateway.start();
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(gateway::isReady);
    }

    @AfterAll
    static void stopAll() {
        gateway.close();
        airlog.close();
    }

    @Test
    void believesTheBrokersCertificateOnlyByAnAuthorityThatItWasTold() throws Exception {
        try (Gateway credulous = airlog.gatewayOverTls(Optional.empty(), authorities);
                Gateway wary = airlog.gatewayOverTls(Optional.empty(), Authorities.OF_THE_JDK)) {
            wary.start();
            credulous.start();

            Awaitility.await().atMost(Duration.ofSeconds(40)).until(credulous::isReady);
            assertThat(wary.isReady()).isFalse();
        }
    }

    @Test
    void registersOverHttpsWhatItRefusesOverHttp() throws Exception {
        Optional<String> own = ownAddress();
        assumeTrue(own.isPresent(), "left out: this machine has no address but its loopback");
        String path = "/v1/sensors/" + UUID.randomUUID();

        HttpResponse<String> inTheClear = put("http://" + own.get() + ":" + gateway.port() + path);
        HttpResponse<String> encrypted = put("https://" + own.get() + ":" + httpsPort() + path);

        assertThat(inTheClear.statusCode()).isEqualTo(403);
        assertThat(encrypted.statusCode()).isEqualTo(200);
        assertThat(encrypted.body()).matches("[0-9A-F]{64}");
        assertThat(encrypted.headers().firstValue("Content-Length")).isPresent();
    }

    @Test
    void speaksTls12And13WithForwardSecrecyAndNothingElse() throws Exception {
        assertThat(shown("TLSv1.3")).isNotNull();
        assertThat(shown("TLSv1.2")).isNotNull();
        assertThatThrownBy(() -> shown("TLSv1.1")).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> shown("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void answersNothingToPlainHttpOnItsPort() throws Exception {
        try (Socket socket = new Socket(loopback(), httpsPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /healthy HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(rest(socket)).doesNotContain("HTTP/", "healthy");
        }
    }

    @Test
    void showsAChangedCertificateToNewConnectionsAndKeepsThoseThatStand() throws Exception {
        X509Certificate former = shown("TLSv1.3");
        try (SSLSocket standing = connect()) {
            assertThat(statusOf(standing)).isEqualTo("HTTP/1.1 200 OK");

            Files.writeString(server.certificate(), "not a certificate");
            Awaitility.await()
                    .pollDelay(Duration.ofSeconds(3 * CertificateWatch.SECONDS))
                    .until(() -> shown("TLSv1.3").equals(former));
            LocalAuthority.read(issuer).issue(server, hosts(), Instant.now(), VALIDITY);

            X509Certificate next = server.read().chain().get(0);
            assertThat(next).isNotEqualTo(former);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> shown("TLSv1.3")
                    .equals(next));
            assertThat(statusOf(standing)).isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void doesNotStartWithACertificateThatCannotBeUsed() {
        var lost = new CertificateFiles(directory.resolve("lost.pem"), server.privateKey());
        try (Gateway broken = airlog.gatewayOverTls(Optional.of(new Https(0, lost)), authorities)) {
            assertThatThrownBy(broken::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("lost.pem cannot be read");
        }
    }

    private static HttpResponse<String> put(String url) throws IOException, InterruptedException {
        var client =
                HttpClient.newBuilder().sslContext(authorities.sslContext()).build();
        var request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}"))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static X509Certificate shown(String protocol, String... cipherSuites) throws IOException {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setEnabledCipherSuites(cipherSuites.length == 0 ? socket.getSupportedCipherSuites() : cipherSuites);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket connect() throws IOException {
        var socket = (SSLSocket) authorities.sslContext().getSocketFactory().createSocket(loopback(), httpsPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** The status line; the connection stays. */
    private static String statusOf(SSLSocket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write("GET /healthy HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var answer = new StringBuilder();
        while (answer.indexOf("healthy") < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after %s", answer).isNotNegative();
            answer.append((char) next);
        }
        return answer.substring(0, answer.indexOf("\r"));
    }

    private static String rest(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static int httpsPort() {
        return gateway.httpsPort().orElseThrow();
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static List<String> hosts() throws SocketException {
        return List.of("localhost", "127.0.0.1", ownAddress().orElse("::1"));
    }

    private static Optional<String> ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(found -> found instanceof Inet4Address && !found.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }
}
