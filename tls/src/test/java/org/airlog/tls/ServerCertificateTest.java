package org.airlog.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCertificateTest {

    @TempDir
    Path folder;

    private Certificates certificates = new Certificates(Path.of(""));

    @BeforeEach
    void chooseFolder() {
        certificates = new Certificates(folder);
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "EC, 384"})
    void readsAKeyInPkcs8(String algorithm, int bits) throws Exception {
        ServerCertificate read = certificates.withKey(algorithm, bits).read();

        assertThat(read.chain()).hasSize(1);
        assertThat(read.keyStore("x".toCharArray()).getKey("airlog", "x".toCharArray()))
                .isNotNull();
    }

    /** What openssl and cert-manager write by default. */
    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256", "EC, 521"})
    void readsABareKeyAsWell(String algorithm, int bits) throws Exception {
        ServerCertificate read = certificates.withBareKey(algorithm, bits).read();

        assertThat(read.chain().get(0).getPublicKey().getAlgorithm()).isEqualTo(algorithm);
    }

    @Test
    void readsBothFromOneFileWithWordsBetween() throws IOException {
        CertificateFiles files = certificates.issued("server");
        Path both = folder.resolve("both.pem");
        Files.writeString(
                both,
                "Bag Attributes - from somewhere\n" + Files.readString(files.privateKey()) + "\n-- and --\n"
                        + Files.readString(files.certificate()).replace("\n", "\r\n"));

        assertThat(new CertificateFiles(both, both).read().chain())
                .isEqualTo(files.read().chain());
    }

    @Test
    void tellsWhenTheFirstOfItsChainEnds() throws IOException {
        assertThat(certificates.issued("server").read().validUntil())
                .isEqualTo(Certificates.NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws IOException {
        CertificateFiles one = certificates.issued("one");
        CertificateFiles other = certificates.issued("other");

        assertThatThrownBy(() -> new CertificateFiles(one.certificate(), other.privateKey()).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(other.privateKey() + " holds another key");
    }

    @Test
    void refusesAKeyOfAnotherAlgorithm() throws Exception {
        CertificateFiles rsa = certificates.withKey("RSA", 2_048);
        CertificateFiles ec = certificates.withKey("EC", 256);

        assertThatThrownBy(() -> new CertificateFiles(rsa.certificate(), ec.privateKey()).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no RSA key");
    }

    @Test
    void refusesAChainInWrongOrder() throws IOException {
        CertificateFiles server = certificates.issued("server");
        CertificateFiles other = certificates.issued("other");
        String chain = Files.readString(server.certificate()) + Files.readString(other.certificate());
        Files.writeString(server.certificate(), chain);

        assertThatThrownBy(server::read).isInstanceOf(IOException.class).hasMessageContaining("is no chain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void namesTheFileThatHoldsNoCertificate(String content) throws IOException {
        CertificateFiles files = certificates.issued("server");
        Files.writeString(files.certificate(), content);

        assertThatThrownBy(files::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(files.certificate() + " holds");
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        CertificateFiles files = certificates.issued("server");
        Files.delete(files.privateKey());

        assertThatThrownBy(files::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(files.privateKey() + " cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nAAAA\n-----END RSA PRIVATE KEY-----\n"
            })
    void saysThatAKeyIsEncrypted(String key) throws IOException {
        CertificateFiles files = certificates.issued("server");
        Files.writeString(files.privateKey(), key);

        assertThatThrownBy(files::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(files.privateKey() + " is encrypted");
    }

    /** A key that is cut, has a byte too many, or another label: whatever is told of it, it is not told itself. */
    @Test
    void tellsNothingOfTheKey() throws IOException {
        CertificateFiles files = certificates.issued("server");
        String pem = Files.readString(files.privateKey());
        String base64 = pem.lines().filter(line -> !line.startsWith("-----")).reduce("", String::concat);
        var told = new ArrayList<>(List.of(files.read().toString(), files.toString()));
        for (String broken : List.of(
                pem.replace(base64.substring(0, 8), "!!!!!!!!"),
                pem.replace(base64.substring(20, 24), ""),
                pem.replace("PRIVATE KEY", "EC PRIVATE KEY"),
                pem.replace("PRIVATE KEY", "RSA PRIVATE KEY"))) {
            Files.writeString(files.privateKey(), broken);
            Throwable fault = catchThrowable(files::read);
            for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
                told.add(cause.toString());
            }
        }

        assertThat(told).hasSizeGreaterThan(4);
        byte[] key = Base64.getDecoder().decode(base64);
        assertThat(told).noneMatch(text -> text.contains(base64.substring(60, 70)));
        assertThat(told)
                .noneMatch(text -> text.contains(HexFormat.of().formatHex(key).substring(80, 96)));
    }

    @Test
    void refusesAFileThatIsTooLarge() throws IOException {
        CertificateFiles files = certificates.issued("server");
        Files.writeString(files.certificate(), " ".repeat(Pem.MAX_BYTES + 1));

        assertThatThrownBy(files::read).isInstanceOf(IOException.class).hasMessageContaining("is larger than");
    }
}
