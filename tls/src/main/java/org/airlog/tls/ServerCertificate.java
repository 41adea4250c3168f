package org.airlog.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A certificate chain and the private key to its first certificate, which fit. Immutable; tells nothing of the key. */
public final class ServerCertificate {

    private static final byte[] PROBE = {1, 2, 3};
    private static final String ALIAS = "airlog";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    static ServerCertificate read(CertificateFiles files) throws IOException {
        List<X509Certificate> chain = Pem.certificates(files.certificate());
        PrivateKey key = Pem.privateKey(files.privateKey(), chain.get(0).getPublicKey());
        if (!fit(key, chain.get(0).getPublicKey())) {
            throw new IOException(files.privateKey() + " holds another key than that of the first certificate in "
                    + files.certificate());
        }
        var certificate = new ServerCertificate(chain, key);
        try {
            certificate.keyStore(new char[] {'x'});
        } catch (IllegalStateException e) {
            throw new IOException(
                    files.certificate() + " is no chain: each certificate must be signed by the next one", e);
        }
        return certificate;
    }

    /** The server's own certificate, then those between it and its authority. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** When the first of them ends. */
    public Instant validUntil() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Both in a new PKCS #12 store, the key under {@code password}. */
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStores.empty();
            store.setKeyEntry(ALIAS, key, password, chain.toArray(X509Certificate[]::new));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the chain cannot be stored", e);
        }
    }

    @Override
    public String toString() {
        return "ServerCertificate[" + chain.get(0).getSubjectX500Principal() + " until " + validUntil() + "]";
    }

    /** Signed by the one and verified by the other. */
    private static boolean fit(PrivateKey key, PublicKey counterpart) {
        String algorithm =
                switch (counterpart.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> counterpart.getAlgorithm();
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(counterpart);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
