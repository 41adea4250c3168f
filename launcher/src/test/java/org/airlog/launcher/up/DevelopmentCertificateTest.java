package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.tls.Authorities;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentCertificateTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "::1");

    @TempDir
    Path folder;

    private DevelopmentCertificate certificate = new DevelopmentCertificate(Path.of(""));

    @BeforeEach
    void make() throws Exception {
        certificate = new DevelopmentCertificate(folder.resolve("tls"));
        certificate.renew(HOSTS, NOW);
    }

    @Test
    void isOfAnAuthorityThatIsKeptBesideIt() throws Exception {
        assertThat(server().getSubjectAlternativeNames()).hasSize(3);
        server().verify(authority().getPublicKey());
        assertThat(certificate.authority()).isEqualTo(DevelopmentCertificate.authorityIn(folder));
        assertThat(mode(folder.resolve("tls"))).isEqualTo("rwx------");
        try (var files = Files.list(folder.resolve("tls"))) {
            assertThat(files).hasSize(4).allMatch(file -> mode(file).equals("rw-------"));
        }
    }

    @Test
    void staysWhileItHasAMonthLeft() throws Exception {
        X509Certificate made = server();

        certificate.renew(HOSTS, NOW.plus(Duration.ofDays(300)));

        assertThat(server()).isEqualTo(made);
    }

    @Test
    void isRenewedByTheSameAuthorityWhenItRunsOut() throws Exception {
        X509Certificate issuer = authority();
        Instant later = NOW.plus(Duration.ofDays(500));

        certificate.renew(HOSTS, later);

        assertThat(server().getNotAfter().toInstant()).isAfter(later.plus(Duration.ofDays(300)));
        assertThat(authority()).isEqualTo(issuer);
        server().verify(issuer.getPublicKey());
    }

    @Test
    void isMadeAnewForAnotherHost() throws Exception {
        certificate.renew(Set.of("localhost", "192.0.2.7"), NOW);

        assertThat(server().getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .contains("192.0.2.7");
    }

    @Test
    void isMadeAnewWhenItIsLostOrBroken() throws Exception {
        Files.writeString(certificate.server().certificate(), "broken");
        certificate.renew(HOSTS, NOW);
        server().verify(authority().getPublicKey());

        Files.delete(certificate.server().privateKey());
        certificate.renew(HOSTS, NOW);
        server().verify(authority().getPublicKey());
    }

    @Test
    void doesNotReplaceAnAuthorityWhoseKeyIsLost() throws Exception {
        Files.delete(folder.resolve("tls/authority-key.pem"));

        assertThatThrownBy(() -> certificate.renew(HOSTS, NOW))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("authority-key.pem cannot be read")
                .hasMessageContaining("delete " + folder.resolve("tls"));
    }

    @Test
    void namesTheAddressThatIsListenedOn() throws Exception {
        assertThat(DevelopmentCertificate.hosts("127.0.0.1")).containsExactlyInAnyOrderElementsOf(HOSTS);
        assertThat(DevelopmentCertificate.hosts("192.0.2.7")).contains("localhost", "192.0.2.7");
        assertThat(DevelopmentCertificate.hosts("0.0.0.0")).containsAll(HOSTS).doesNotContain("0.0.0.0");
    }

    private X509Certificate server() throws IOException {
        return certificate.server().read().chain().get(0);
    }

    private X509Certificate authority() throws IOException {
        return Authorities.in(certificate.authority()).listed().get(0);
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
