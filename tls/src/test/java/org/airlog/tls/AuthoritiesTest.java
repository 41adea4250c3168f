package org.airlog.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoritiesTest {

    @TempDir
    Path folder;

    @Test
    void believesTheListedOnesBesidesThoseOfTheJdk() throws IOException {
        LocalAuthority authority = new Certificates(folder).authority();

        Authorities authorities = Authorities.in(Optional.of(folder.resolve("authority.pem")));

        assertThat(believed(authorities))
                .contains(authority.certificate())
                .containsAll(believed(Authorities.OF_THE_JDK));
        assertThat(believed(Authorities.OF_THE_JDK)).isNotEmpty().doesNotContain(authority.certificate());
    }

    @Test
    void storesTheListedOnesAlone() throws Exception {
        LocalAuthority authority = new Certificates(folder).authority();

        var store = Authorities.in(folder.resolve("authority.pem")).keyStore();

        assertThat(store.size()).isEqualTo(1);
        assertThat(store.getCertificate("listed-0")).isEqualTo(authority.certificate());
    }

    @Test
    void namesTheFileThatIsMissing() {
        assertThatThrownBy(() -> Authorities.in(folder.resolve("none.pem")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.pem cannot be read");
    }

    private static List<X509Certificate> believed(Authorities authorities) {
        return Stream.of(authorities.trustManagers().getTrustManagers())
                .map(X509TrustManager.class::cast)
                .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
                .toList();
    }
}
