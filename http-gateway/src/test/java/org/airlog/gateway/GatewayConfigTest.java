package org.airlog.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.airlog.gateway.http.Https;
import org.airlog.gateway.mqtt.BrokerAddress;
import org.airlog.proxy.TrustedProxies;
import org.airlog.tls.Authorities;
import org.airlog.tls.CertificateFiles;
import org.airlog.tls.LocalAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {

    @TempDir
    static Path folder;

    @Test
    void hasDefaultsForAllButThePassword() {
        assertThat(config(Map.of()))
                .isEqualTo(new GatewayConfig(
                        "127.0.0.1",
                        8080,
                        Optional.empty(),
                        TrustedProxies.NONE,
                        1_024,
                        262_144,
                        new BrokerAddress("127.0.0.1", 1883, false),
                        Authorities.OF_THE_JDK,
                        "password",
                        128,
                        Duration.ofSeconds(20),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9097),
                        Optional.empty()));
    }

    @Test
    void takesEachKey() throws IOException {
        var issued = new CertificateFiles(folder.resolve("authority.pem"), folder.resolve("authority-key.pem"));
        LocalAuthority authority = LocalAuthority.make(issued, "Test", Instant.now());
        var authorities = new Authorities(List.of(authority.certificate()));

        assertThat(config(Map.ofEntries(
                        Map.entry("airlog.http.bind", "0.0.0.0"),
                        Map.entry("airlog.http.port", "0"),
                        Map.entry("airlog.http.trusted-proxies", "127.0.0.1, fd00::/8"),
                        Map.entry("airlog.http.max-requests", "7"),
                        Map.entry("airlog.limits.payload-bytes", "2048"),
                        Map.entry("airlog.gateway.mqtt-url", "mqtts://broker.example"),
                        Map.entry("airlog.gateway.clients", "3"),
                        Map.entry("airlog.gateway.timeout", "5s"),
                        Map.entry("airlog.gateway.management-bind", "0.0.0.0"),
                        Map.entry("airlog.gateway.management-port", "7"),
                        Map.entry("airlog.https.port", "1"),
                        Map.entry("airlog.tls.certificate", "c.pem"),
                        Map.entry("airlog.tls.private-key", "k.pem"),
                        Map.entry("airlog.tls.authorities", issued.certificate().toString()))))
                .isEqualTo(new GatewayConfig(
                        "0.0.0.0",
                        0,
                        Optional.of(new Https(1, new CertificateFiles(Path.of("c.pem"), Path.of("k.pem")))),
                        TrustedProxies.parse(List.of("127.0.0.1", "fd00::/8")),
                        7,
                        2_048,
                        new BrokerAddress("broker.example", 8883, true),
                        authorities,
                        "password",
                        3,
                        Duration.ofSeconds(5),
                        new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 7),
                        Optional.empty()));
    }

    @Test
    void namesTheKeyOfAuthoritiesThatCannotBeRead() {
        assertThatThrownBy(() -> config(Map.of("airlog.tls.authorities", "nowhere.pem")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.tls.authorities: nowhere.pem cannot be read");
    }

    @Test
    void namesTheKeyThatACertificateLacks() {
        assertThatThrownBy(() -> config(Map.of("airlog.tls.certificate", "c.pem")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.tls.private-key: must be set");
    }

    @Test
    void demandsThePassword() {
        assertThatThrownBy(() -> Settings.of(Map.of(), GatewayConfig.REQUIRED))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.gateway.mqtt-password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker:1883",
                "http://broker",
                "mqtt://",
                "mqtt://u:p@broker",
                "mqtt://broker/path",
                "mqtt://a b"
            })
    void namesTheKeyOfAnAddressThatIsNone(String url) {
        assertThatThrownBy(() -> config(Map.of("airlog.gateway.mqtt-url", url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.gateway.mqtt-url")
                .hasMessageContaining("expected mqtt://host:port or mqtts://host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.*", "fe80::1%eth0", "10.0.0.0/8, x"})
    void namesTheKeyOfAProxyThatIsNone(String proxies) {
        assertThatThrownBy(() -> config(Map.of("airlog.http.trusted-proxies", proxies)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.http.trusted-proxies: '");
    }

    @Test
    void takesAnIpv6Address() {
        assertThat(config(Map.of("airlog.gateway.mqtt-url", "mqtt://[::1]:1884"))
                        .broker())
                .isEqualTo(new BrokerAddress("::1", 1884, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99ms", "1h"})
    void namesTheKeyOfATimeoutOutOfBounds(String timeout) {
        assertThatThrownBy(() -> config(Map.of("airlog.gateway.timeout", timeout)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.gateway.timeout");
    }

    @Test
    void keepsThePasswordToItself() {
        assertThat(config(Map.of()).toString()).doesNotContain("password");
    }

    private static GatewayConfig config(Map<String, String> written) {
        var values = new HashMap<>(written);
        values.put("airlog.gateway.mqtt-password", "password");
        return GatewayConfig.of(Settings.of(values, GatewayConfig.REQUIRED));
    }
}
