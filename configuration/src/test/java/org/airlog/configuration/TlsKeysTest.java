package org.airlog.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TlsKeysTest {

    @Test
    void hasACertificateWhereBothOfItsFilesAreNamed() {
        assertThat(isSet(Map.of())).isFalse();
        assertThat(isSet(Map.of("airlog.tls.certificate", "c.pem", "airlog.tls.private-key", "k.pem")))
                .isTrue();
    }

    @Test
    void namesTheKeyThatTheOtherNeeds() {
        assertThatThrownBy(() -> isSet(Map.of("airlog.tls.certificate", "c.pem")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.tls.private-key: must be set where airlog.tls.certificate is");
        assertThatThrownBy(() -> isSet(Map.of("airlog.tls.private-key", "k.pem")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.tls.certificate: must be set where airlog.tls.private-key is");
        assertThatThrownBy(() -> isSet(Map.of("airlog.tls.client-certificates", "required")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.tls.client-authorities");
    }

    private static boolean isSet(Map<String, String> values) {
        return TlsKeys.isCertificateSet(Settings.of(values, List.of()));
    }
}
