package org.airlog.launcher.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.airlog.tls.Authorities;

/**
 * What a listener shows of itself, also where it is not believed.
 *
 * @param chain empty where nothing was shown
 * @param doubt why it is not believed; empty where it is
 */
record ShownCertificate(List<X509Certificate> chain, String doubt) {

    ShownCertificate {
        chain = List.copyOf(chain);
    }

    /** Shakes hands with {@code listener}, and sends nothing. */
    static ShownCertificate of(URI listener, Authorities authorities, Duration patience) throws IOException {
        var seen = new ArrayList<X509Certificate>();
        int millis = Math.toIntExact(patience.toMillis());
        int defaultPort = "mqtts".equals(listener.getScheme()) ? 8883 : 443;
        int port = listener.getPort() < 0 ? defaultPort : listener.getPort();
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(listener.getHost(), port), millis);
            plain.setSoTimeout(millis);
            try (var socket = (SSLSocket)
                    context(authorities, seen).getSocketFactory().createSocket(plain, listener.getHost(), port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return new ShownCertificate(seen, "");
            }
        } catch (IOException e) {
            if (seen.isEmpty()) {
                throw e;
            }
            return new ShownCertificate(seen, Words.of(e));
        }
    }

    private static SSLContext context(Authorities authorities, List<X509Certificate> seen) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {watching(authorities, seen)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    /** Notes what is shown, then judges it as all clients of Airlog do. */
    private static X509ExtendedTrustManager watching(Authorities authorities, List<X509Certificate> seen) {
        for (TrustManager manager : authorities.trustManagers().getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager judge) {
                return new Watching(judge, seen);
            }
        }
        throw new IllegalStateException("this JDK cannot check certificates");
    }

    /** Longer than it does: the JDK asks for six methods. */
    private static final class Watching extends X509ExtendedTrustManager {

        private final X509ExtendedTrustManager judge;
        private final List<X509Certificate> seen;

        Watching(X509ExtendedTrustManager judge, List<X509Certificate> seen) {
            this.judge = judge;
            this.seen = seen;
        }

        private void note(X509Certificate[] chain) {
            seen.clear();
            Collections.addAll(seen, chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            note(chain);
            judge.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            note(chain);
            judge.checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            note(chain);
            judge.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            judge.checkClientTrusted(chain, authType, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            judge.checkClientTrusted(chain, authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            judge.checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return judge.getAcceptedIssuers();
        }
    }
}
