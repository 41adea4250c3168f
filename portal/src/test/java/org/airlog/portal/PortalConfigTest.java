package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.client.Apps;
import org.airlog.portal.http.Downloads;
import org.airlog.portal.http.WatchPaths;
import org.airlog.portal.kafka.KafkaAccess;
import org.airlog.portal.mqtt.DoorAddress;
import org.airlog.portal.operator.Operators;
import org.airlog.portal.timescale.DatabaseAddress;
import org.airlog.portal.web.TileServer;
import org.airlog.proxy.TrustedProxies;
import org.junit.jupiter.api.Test;

class PortalConfigTest {

    private static final String HASH = "$2a$10$" + "a".repeat(53);
    private static final OperatorConfig NOBODY =
            new OperatorConfig(new Operators(Map.of()), TrustedProxies.NONE, Optional.empty());

    @Test
    void hasDefaultsForAllButThePassword() {
        assertThat(config(Map.of()))
                .isEqualTo(new PortalConfig(
                        "127.0.0.1",
                        8081,
                        new DatabaseAddress("jdbc:postgresql://127.0.0.1:5432/airlog", "airlog", "password"),
                        new Downloads.Rules(1_000, false, List.of()),
                        true,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        new Apps(Map.of()),
                        NOBODY,
                        new WatchPaths.Sources(List.of(), new KafkaAccess("airlog-portal", "127.0.0.1:9092", Map.of())),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9098)));
    }

    @Test
    void takesEachKey() throws Exception {
        assertThat(config(Map.ofEntries(
                        Map.entry("airlog.portal.bind", "0.0.0.0"),
                        Map.entry("airlog.portal.port", "0"),
                        Map.entry("airlog.portal.management-bind", "0.0.0.0"),
                        Map.entry("airlog.portal.management-port", "7"),
                        Map.entry("airlog.database.url", "jdbc:postgresql://db.example/air"),
                        Map.entry("airlog.database.user", "reader"),
                        Map.entry("airlog.download.max-rows", "50"),
                        Map.entry("airlog.download.requires-auth", "true"),
                        Map.entry("airlog.upload.salts.shed", "pepper"),
                        Map.entry("airlog.upload.salts.shed.suid", "123e4567-e89b-42d3-a456-426614174000"),
                        Map.entry("airlog.portal.tiles", "https://tiles.example/{z}/{x}/{y}.png"),
                        Map.entry("airlog.portal.tiles-attribution", "Mappers"),
                        Map.entry("airlog.portal.geocoder", "https://nominatim.example/search"),
                        Map.entry("airlog.portal.watched", "http://10.0.0.1:9095/ , http://[::1]"),
                        Map.entry("airlog.kafka.bootstrap-servers", "kafka:9093"),
                        Map.entry("airlog.kafka.client.security.protocol", "SSL"),
                        Map.entry("airlog.upload.help", "false"),
                        Map.entry("airlog.upload.requires-auth", "true"),
                        Map.entry("airlog.apps.org.example.Air", "salt"),
                        Map.entry("airlog.principal.operator", HASH),
                        Map.entry("airlog.principal.operators.anna", HASH),
                        Map.entry("airlog.http.trusted-proxies", "10.0.0.0/8, fd00::1"),
                        Map.entry("airlog.portal.mqtt-url", "mqtts://broker.example"),
                        Map.entry("airlog.portal.mqtt-password", "cumin"),
                        Map.entry("airlog.tls.authorities", "authorities.pem"))))
                .isEqualTo(new PortalConfig(
                        "0.0.0.0",
                        0,
                        new DatabaseAddress("jdbc:postgresql://db.example/air", "reader", "password"),
                        new Downloads.Rules(50, true, List.of(Secret.ofText("pepper"))),
                        false,
                        true,
                        Optional.of(new TileServer("https://tiles.example/{z}/{x}/{y}.png", "Mappers")),
                        Optional.of(URI.create("https://nominatim.example/search")),
                        new Apps(Map.of("org.example.Air", Secret.ofText("salt"))),
                        new OperatorConfig(
                                new Operators(Map.of("operator", HASH, "anna", HASH)),
                                TrustedProxies.parse(List.of("10.0.0.0/8", "fd00::1")),
                                Optional.of(new DoorAddress(
                                        URI.create("mqtts://broker.example"),
                                        Optional.of(Path.of("authorities.pem")),
                                        Secret.ofText("cumin")))),
                        new WatchPaths.Sources(
                                List.of(URI.create("http://10.0.0.1:9095"), URI.create("http://[::1]")),
                                new KafkaAccess("airlog-portal", "kafka:9093", Map.of("security.protocol", "SSL"))),
                        new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 7)));
    }

    @Test
    void demandsThePassword() {
        assertThatThrownBy(() -> Settings.of(Map.of(), PortalConfig.REQUIRED))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.database.password");
    }

    @Test
    void namesTheKeyOfAnAddressThatIsNone() {
        assertThatThrownBy(() -> config(Map.of("airlog.database.url", "mysql://x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.database.url");
    }

    @Test
    void namesTheKeyOfTilesThatAreNone() {
        assertThatThrownBy(() -> config(Map.of("airlog.portal.tiles", "https://tiles.example/")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.portal.tiles: expected a URL such as");
    }

    @Test
    void namesTheKeyOfAGeocoderThatIsNone() {
        for (String search : List.of(
                "nominatim.example", "ftp://nominatim.example/", "https://nominatim.example/?q=", "https:// /")) {
            assertThatThrownBy(() -> config(Map.of("airlog.portal.geocoder", search)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("airlog.portal.geocoder: expected a URL such as");
        }
    }

    @Test
    void namesTheKeyOfAWatchedProcessThatIsNoAddress() {
        for (String watched : List.of(
                "127.0.0.1:9095",
                "http://a/ready",
                "http://a?x",
                "http://u@a",
                "http:// a",
                "http://a," + "http://b,".repeat(40))) {
            assertThatThrownBy(() -> config(Map.of("airlog.portal.watched", watched)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("airlog.portal.watched: ");
        }
    }

    @Test
    void namesTheKeyOfAnAppWhoseIdIsTooLong() {
        String appId = "a".repeat(129);

        assertThatThrownBy(() -> config(Map.of("airlog.apps." + appId, "salt")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.apps." + appId);
    }

    @Test
    void tellsAllFaultsOfItsOperators() {
        assertThatThrownBy(() -> config(Map.of(
                        "airlog.principal.operator", "operator",
                        "airlog.principal.operators.Anna", HASH,
                        "airlog.principal.operators.gateway", HASH,
                        "airlog.principal.operators.3f2504e0-4f89-41d3-9a0c-0305e82c3301", HASH,
                        "airlog.http.trusted-proxies", "proxy.example",
                        "airlog.portal.mqtt-url", "http://broker.example",
                        "airlog.portal.mqtt-password", "cumin")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.principal.operator: expected a bcrypt hash")
                .hasMessageContaining("airlog.principal.operators.Anna: a name has")
                .hasMessageContaining("airlog.principal.operators.gateway: the name has a meaning")
                .hasMessageContaining("airlog.principal.operators.3f2504e0-4f89-41d3-9a0c-0305e82c3301: a name has")
                .hasMessageContaining("airlog.http.trusted-proxies: 'proxy.example' is no IP address")
                .hasMessageContaining("airlog.portal.mqtt-url: expected mqtt://")
                .hasMessageNotContaining("cumin");
    }

    @Test
    void keepsSecretsToItself() {
        PortalConfig config = config(Map.of(
                "airlog.upload.salts.shed", "pepper",
                "airlog.apps.org.example.Air", "cumin",
                "airlog.principal.operator", HASH,
                "airlog.portal.mqtt-password", "saffron"));

        assertThat(config)
                .asString()
                .doesNotContain("pepper")
                .doesNotContain("cumin")
                .doesNotContain("saffron")
                .doesNotContain("$2a$")
                .doesNotContain("=password");
    }

    private static PortalConfig config(Map<String, String> changed) {
        var values = new HashMap<>(Map.of("airlog.database.password", "password"));
        values.putAll(changed);
        return PortalConfig.of(Settings.of(values, PortalConfig.REQUIRED));
    }
}
