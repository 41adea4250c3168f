package org.airlog.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates for tests, in files of a folder. */
record Certificates(Path folder) {

    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    CertificateFiles files(String name) {
        return new CertificateFiles(folder.resolve(name + ".pem"), folder.resolve(name + "-key.pem"));
    }

    LocalAuthority authority() throws IOException {
        return LocalAuthority.make(files("authority"), "Test", NOW);
    }

    CertificateFiles issued(String name) throws IOException {
        CertificateFiles files = files(name);
        authority().issue(files, List.of(name), NOW, Duration.ofDays(30));
        return files;
    }

    /** Signed by itself; the key bare, as PKCS #1 and SEC 1 have it. */
    CertificateFiles withBareKey(String algorithm, int bits) throws Exception {
        CertificateFiles files = files(algorithm);
        KeyPair pair = pair(algorithm, bits);
        Files.writeString(files.certificate(), selfSigned(pair));
        byte[] bare = PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        Files.writeString(files.privateKey(), Pem.block(algorithm + " PRIVATE KEY", bare));
        return files;
    }

    /** The same with the key in PKCS #8. */
    CertificateFiles withKey(String algorithm, int bits) throws Exception {
        CertificateFiles files = files(algorithm);
        KeyPair pair = pair(algorithm, bits);
        Files.writeString(files.certificate(), selfSigned(pair));
        Files.writeString(
                files.privateKey(), Pem.block("PRIVATE KEY", pair.getPrivate().getEncoded()));
        return files;
    }

    private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String selfSigned(KeyPair pair) throws IOException, OperatorCreationException {
        var name = new X500Principal("CN=self");
        var signer = new JcaContentSignerBuilder(
                        "SHA256with" + (pair.getPublic().getAlgorithm().equals("EC") ? "ECDSA" : "RSA"))
                .build(pair.getPrivate());
        byte[] certificate = new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(64, new SecureRandom()),
                        Date.from(NOW),
                        Date.from(NOW.plusSeconds(3_600)),
                        name,
                        pair.getPublic())
                .build(signer)
                .getEncoded();
        return Pem.block("CERTIFICATE", certificate);
    }
}
