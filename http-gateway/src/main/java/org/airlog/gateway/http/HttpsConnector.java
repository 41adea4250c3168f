package org.airlog.gateway.http;

import java.io.IOException;
import org.airlog.tls.CertificateWatch;
import org.airlog.tls.TlsRules;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The certificate that HTTPS shows, kept as its files have it, and connectors that show it.
 *
 * <p>Devices call by address as often as by name, so what name they ask for is not looked at. The key lies in memory
 * alone, under a password that need not be secret there.
 */
final class HttpsConnector implements AutoCloseable {

    private static final String PASSWORD = "in memory";

    private final SslContextFactory.Server ssl = new SslContextFactory.Server();
    private final Https https;
    private final CertificateWatch watch;

    HttpsConnector(Https https) {
        this.https = https;
        this.watch = new CertificateWatch(https.certificate().paths(), this::show);
    }

    /** Reads the certificate, or throws where it cannot be used; from then on follows its files. */
    void start() throws IOException {
        // Jetty leaves some out by name; which ones are in is ours to say.
        ssl.setExcludeProtocols();
        ssl.setExcludeCipherSuites();
        ssl.setIncludeProtocols(TlsRules.PROTOCOLS.toArray(String[]::new));
        ssl.setIncludeCipherSuites(TlsRules.CIPHER_SUITES.toArray(String[]::new));
        ssl.setUseCipherSuitesOrder(true);
        ssl.setKeyStorePassword(PASSWORD);
        watch.start();
    }

    /** A connector for {@code server}, which its owner binds. */
    ServerConnector connector(Server server, HttpConfiguration http) {
        var secure = new HttpConfiguration(http);
        var customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        secure.addCustomizer(customizer);
        return new ServerConnector(
                server,
                new SslConnectionFactory(ssl, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(secure));
    }

    int port() {
        return https.port();
    }

    @Override
    public void close() {
        watch.close();
    }

    private void show() throws IOException {
        var store = https.certificate().read().keyStore(PASSWORD.toCharArray());
        if (!ssl.isRunning()) {
            ssl.setKeyStore(store);
            return;
        }
        try {
            ssl.reload(running -> running.setKeyStore(store));
        } catch (Exception e) {
            throw new IOException(
                    "HTTPS cannot show the certificate in "
                            + https.certificate().certificate(),
                    e);
        }
    }
}
