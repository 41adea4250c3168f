package org.airlog.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * PEM files (RFC 7468), up to {@value #MAX_BYTES} bytes; what is in the blocks is read by the JDK, what is between them is
 * skipped. Faults name the file and never quote it.
 */
final class Pem {

    static final int MAX_BYTES = 1 << 20;

    private static final int LINE = 64;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private Pem() {}

    /** All certificates in the file, in their order; at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        try {
            CertificateFactory x509 = CertificateFactory.getInstance("X.509");
            for (String base64 : blocks(file, "CERTIFICATE")) {
                certificates.add(
                        (X509Certificate) x509.generateCertificate(new ByteArrayInputStream(decode(file, base64))));
            }
        } catch (CertificateException e) {
            throw new IOException(file + " holds a certificate that cannot be read", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + " holds no certificate in PEM");
        }
        return List.copyOf(certificates);
    }

    /** The first private key in the file: PKCS #8, PKCS #1 or SEC 1, of the algorithm of its {@code counterpart}. */
    static PrivateKey privateKey(Path file, PublicKey counterpart) throws IOException {
        if (!blocks(file, "ENCRYPTED PRIVATE KEY").isEmpty()) {
            throw encrypted(file);
        }
        for (String base64 : blocks(file, "PRIVATE KEY")) {
            return privateKey(file, decode(file, base64), counterpart);
        }
        for (String label : List.of("RSA PRIVATE KEY", "EC PRIVATE KEY")) {
            for (String base64 : blocks(file, label)) {
                if (base64.contains("ENCRYPTED")) {
                    throw encrypted(file);
                }
                return privateKey(file, Der.pkcs8(decode(file, base64), counterpart.getEncoded()), counterpart);
            }
        }
        throw new IOException(file + " holds no private key in PEM");
    }

    /** One block, as text. */
    static String block(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /** No cause goes with its fault, as that might quote the key. */
    private static PrivateKey privateKey(Path file, byte[] pkcs8, PublicKey counterpart) throws IOException {
        String algorithm = counterpart.getAlgorithm();
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no " + algorithm + " key, which its certificate is for");
        }
    }

    private static List<String> blocks(Path file, String label) throws IOException {
        return BLOCK.matcher(text(file))
                .results()
                .filter(block -> block.group(1).equals(label))
                .map(block -> block.group(2))
                .toList();
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e, e);
        }
    }

    private static byte[] decode(Path file, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds a block that is not Base64");
        }
    }

    private static IOException encrypted(Path file) {
        return new IOException(file + " is encrypted: a key is read in the clear, and guarded by the mode of its file");
    }
}
