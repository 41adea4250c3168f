package org.airlog.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.airlog.tls.Authorities;
import org.airlog.tls.CertificateWatch;
import org.airlog.tls.PrivateFile;

/**
 * The broker's certificate and the authorities of its clients, kept as HiveMQ wants them: PKCS #12 stores in its
 * configuration folder, under a password that is made at every start.
 *
 * <p>HiveMQ looks at both stores every 10 s and takes changed ones for new connections. So when the PEM files change, the
 * stores are written anew, each as a whole; until the second one is written HiveMQ may see one old and one new, which its
 * next look puts right.
 */
final class BrokerKeys implements AutoCloseable {

    private static final int PASSWORD_BYTES = 32;

    private final TlsListener listener;
    private final Path keyStore;
    private final Path trustStore;
    private final String password = newPassword();
    private final CertificateWatch watch;

    BrokerKeys(TlsListener listener, Path conf) {
        this.listener = listener;
        this.keyStore = conf.resolve("keystore.p12");
        this.trustStore = conf.resolve("truststore.p12");
        var files = new ArrayList<>(listener.certificate().paths());
        listener.clientAuthorities().ifPresent(files::add);
        this.watch = new CertificateWatch(files, this::write);
    }

    /** Writes the stores, or throws where the PEM files cannot be used; from then on follows the PEM files. */
    void start() throws IOException {
        watch.start();
    }

    Path keyStore() {
        return keyStore;
    }

    /** Empty where clients are asked for no certificate. */
    Optional<Path> trustStore() {
        return listener.clientAuthorities().map(asked -> trustStore);
    }

    /** Of both stores and of the key. */
    String password() {
        return password;
    }

    @Override
    public void close() {
        watch.close();
    }

    /** Everything is read before anything is written. */
    private void write() throws IOException {
        KeyStore own = listener.certificate().read().keyStore(password.toCharArray());
        Optional<Path> authorities = listener.clientAuthorities();
        List<KeyStore> theirs = authorities.isPresent()
                ? List.of(Authorities.in(authorities.get()).keyStore())
                : List.of();
        for (KeyStore store : theirs) {
            PrivateFile.replace(trustStore, bytes(store));
        }
        PrivateFile.replace(keyStore, bytes(own));
    }

    private byte[] bytes(KeyStore store) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            store.store(bytes, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("a key store cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static String newPassword() {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
