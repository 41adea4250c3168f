package org.airlog.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.client.Apps;
import org.airlog.portal.http.Downloads;
import org.airlog.portal.timescale.DatabaseAddress;
import org.airlog.portal.web.TileServer;
import org.junit.jupiter.api.Test;

class PortalConfigTest {

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
                        new Apps(Map.of())));
    }

    @Test
    void takesEachKey() {
        assertThat(config(Map.ofEntries(
                        Map.entry("airlog.portal.bind", "0.0.0.0"),
                        Map.entry("airlog.portal.port", "0"),
                        Map.entry("airlog.database.url", "jdbc:postgresql://db.example/air"),
                        Map.entry("airlog.database.user", "reader"),
                        Map.entry("airlog.download.max-rows", "50"),
                        Map.entry("airlog.download.requires-auth", "true"),
                        Map.entry("airlog.upload.salts.shed", "pepper"),
                        Map.entry("airlog.upload.salts.shed.suid", "123e4567-e89b-42d3-a456-426614174000"),
                        Map.entry("airlog.portal.tiles", "https://tiles.example/{z}/{x}/{y}.png"),
                        Map.entry("airlog.portal.tiles-attribution", "Mappers"),
                        Map.entry("airlog.portal.geocoder", "https://nominatim.example/search"),
                        Map.entry("airlog.upload.help", "false"),
                        Map.entry("airlog.upload.requires-auth", "true"),
                        Map.entry("airlog.apps.org.example.Air", "salt"))))
                .isEqualTo(new PortalConfig(
                        "0.0.0.0",
                        0,
                        new DatabaseAddress("jdbc:postgresql://db.example/air", "reader", "password"),
                        new Downloads.Rules(50, true, List.of(Secret.ofText("pepper"))),
                        false,
                        true,
                        Optional.of(new TileServer("https://tiles.example/{z}/{x}/{y}.png", "Mappers")),
                        Optional.of(URI.create("https://nominatim.example/search")),
                        new Apps(Map.of("org.example.Air", Secret.ofText("salt")))));
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
    void namesTheKeyOfAnAppWhoseIdIsTooLong() {
        String appId = "a".repeat(129);

        assertThatThrownBy(() -> config(Map.of("airlog.apps." + appId, "salt")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.apps." + appId);
    }

    @Test
    void keepsSecretsToItself() {
        PortalConfig config =
                config(Map.of("airlog.upload.salts.shed", "pepper", "airlog.apps.org.example.Air", "cumin"));

        assertThat(config)
                .asString()
                .doesNotContain("pepper")
                .doesNotContain("cumin")
                .doesNotContain("=password");
    }

    private static PortalConfig config(Map<String, String> changed) {
        var values = new HashMap<>(Map.of("airlog.database.password", "password"));
        values.putAll(changed);
        return PortalConfig.of(Settings.of(values, PortalConfig.REQUIRED));
    }
}
