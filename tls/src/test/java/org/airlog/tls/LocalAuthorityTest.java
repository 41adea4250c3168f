package org.airlog.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {

    @TempDir
    Path folder;

    @Test
    void issuesForNamesAndAddresses() throws Exception {
        var certificates = new Certificates(folder);
        LocalAuthority authority = certificates.authority();
        CertificateFiles files = certificates.files("server");

        authority.issue(
                files, List.of("localhost", "127.0.0.1", "::1", "10.0.0.7"), Certificates.NOW, Duration.ofDays(90));

        X509Certificate issued = files.read().chain().get(0);
        assertThat(issued.getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "10.0.0.7");
        assertThat(issued.getExtendedKeyUsage()).contains("1.3.6.1.5.5.7.3.1");
        assertThat(issued.getBasicConstraints()).isEqualTo(-1);
        assertThatCode(() -> issued.verify(authority.certificate().getPublicKey()))
                .doesNotThrowAnyException();
    }

    @Test
    void goesOnFromItsFiles() throws Exception {
        var certificates = new Certificates(folder);
        LocalAuthority made = certificates.authority();

        LocalAuthority read = LocalAuthority.read(certificates.files("authority"));
        read.issue(certificates.files("server"), List.of("localhost"), Certificates.NOW, Duration.ofDays(1));

        assertThat(read.certificate()).isEqualTo(made.certificate());
        assertThat(certificates.files("server").read().chain().get(0).getIssuerX500Principal())
                .isEqualTo(made.certificate().getSubjectX500Principal());
    }

    @Test
    void keepsItsKeysToTheirOwner() throws Exception {
        new Certificates(folder).issued("server");

        for (String key : List.of("authority-key.pem", "server-key.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(key))))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }
    }
}
