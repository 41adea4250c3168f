package org.airlog.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed.
 *
 * @param listed authorities from a file
 */
public record Authorities(List<X509Certificate> listed) {

    /** Those of the JDK alone. */
    public static final Authorities OF_THE_JDK = new Authorities(List.of());

    /** Takes a copy. */
    public Authorities {
        listed = List.copyOf(listed);
    }

    /** Reads the PEM {@code file}; throws with one line that names it. */
    public static Authorities in(Path file) throws IOException {
        return new Authorities(Pem.certificates(file));
    }

    /** The same, or {@link #OF_THE_JDK} where there is none. */
    public static Authorities in(Optional<Path> file) throws IOException {
        return file.isPresent() ? in(file.get()) : OF_THE_JDK;
    }

    /** A new PKCS #12 store of the listed ones alone. */
    public KeyStore keyStore() {
        return store(listed);
    }

    /** Believes the listed ones and those of the JDK. */
    public TrustManagerFactory trustManagers() {
        TrustManagerFactory ofTheJdk = factory(null);
        if (listed.isEmpty()) {
            return ofTheJdk;
        }
        KeyStore all = store(listed);
        for (TrustManager manager : ofTheJdk.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                add(all, "jdk", List.of(x509.getAcceptedIssuers()));
            }
        }
        return factory(all);
    }

    /** For clients that take one of these. */
    public SSLContext sslContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot check certificates", e);
        }
    }

    private static KeyStore store(List<X509Certificate> certificates) {
        KeyStore store = KeyStores.empty();
        add(store, "listed", certificates);
        return store;
    }

    private static void add(KeyStore store, String alias, List<X509Certificate> certificates) {
        try {
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry(alias + "-" + i, certificates.get(i));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be stored", e);
        }
    }
}
