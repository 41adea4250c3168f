package org.airlog.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for one machine: for development and tests, where no other is at hand.
 *
 * <p>Whoever has its key can pretend to be anybody to those who believe it, so both its files are of mode 600. Keys are
 * on P-256, which small devices know. Needs bcpkix-jdk18on, because the JDK can read certificates and not write them.
 */
public final class LocalAuthority {

    private static final Duration OWN_VALIDITY = Duration.ofDays(3_650);
    /** Clocks differ. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|.*:.*");

    private final X509Certificate certificate;
    private final PrivateKey key;

    private LocalAuthority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** Makes one, valid for ten years from {@code now}, and writes it to {@code files}. */
    public static LocalAuthority make(CertificateFiles files, String name, Instant now) throws IOException {
        KeyPair pair = newPair();
        var subject = new X500Principal("CN=" + name);
        try {
            var builder = builder(subject, subject, now.minus(BACKDATED), now.plus(OWN_VALIDITY), pair)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            write(files, signed(builder, pair.getPrivate()), pair.getPrivate());
        } catch (CertIOException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
        return read(files);
    }

    /** Reads the one that was made. */
    public static LocalAuthority read(CertificateFiles files) throws IOException {
        X509Certificate certificate = files.read().chain().get(0);
        return new LocalAuthority(certificate, Pem.privateKey(files.privateKey(), certificate.getPublicKey()));
    }

    /** Its own certificate, which clients are told to believe. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Makes a certificate for servers (and clients) and writes it to {@code files}.
     *
     * @param hosts names and numeric addresses; the first is its common name as well
     */
    public void issue(CertificateFiles files, List<String> hosts, Instant now, Duration validity) throws IOException {
        KeyPair pair = newPair();
        GeneralName[] names = hosts.stream().map(LocalAuthority::generalName).toArray(GeneralName[]::new);
        try {
            var builder = builder(
                            certificate.getSubjectX500Principal(),
                            new X500Principal("CN=" + hosts.get(0)),
                            now.minus(BACKDATED),
                            now.plus(validity),
                            pair)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            write(files, signed(builder, key), pair.getPrivate());
        } catch (GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, Instant from, Instant until, KeyPair pair)
            throws CertIOException {
        var serial = new BigInteger(SERIAL_BITS, new SecureRandom());
        try {
            return new JcaX509v3CertificateBuilder(
                            issuer, serial, Date.from(from), Date.from(until), subject, pair.getPublic())
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static byte[] signed(X509v3CertificateBuilder builder, PrivateKey key) throws IOException {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("this JDK has no ECDSA", e);
        }
    }

    /** The key first: a certificate without its key is of no use to anybody. */
    private static void write(CertificateFiles files, byte[] certificate, PrivateKey key) throws IOException {
        write(files.privateKey(), Pem.block("PRIVATE KEY", key.getEncoded()));
        write(files.certificate(), Pem.block("CERTIFICATE", certificate));
    }

    private static void write(Path file, String pem) throws IOException {
        PrivateFile.replace(file, pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static GeneralName generalName(String host) {
        if (!NUMERIC.matcher(host).matches()) {
            return new GeneralName(GeneralName.dNSName, host);
        }
        try {
            return new GeneralName(
                    GeneralName.iPAddress, InetAddress.getByName(host).getHostAddress());
        } catch (IOException e) {
            throw new IllegalArgumentException(host + " is no address", e);
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
