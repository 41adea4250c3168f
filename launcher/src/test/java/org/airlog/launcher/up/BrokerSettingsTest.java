package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.Keys;
import org.airlog.configuration.LimitKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} hands the extension, and what of a changed file it goes by itself. */
class BrokerSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void theExtensionsFileHoldsNoPasswordOfOtherServices() throws Exception {
        Map<String, String> environment = Map.of(
                "AIRLOG_OPENSENSEMAP_EMAIL", "me@example.org",
                "AIRLOG_OPENSENSEMAP_PASSWORD", "hush",
                "AIRLOG_DATABASE_PASSWORD", "hush",
                "AIRLOG_GATEWAY_MQTT_PASSWORD", "hush");
        try (var data = DataDirectory.take(folder.resolve("data"))) {
            var config = new PlatformConfig(options(Optional.empty(), environment, false), data);
            config.addSecrets(Map.of("airlog.portal.mqtt-password", "hush", "airlog.principal.portal", "a hash"));

            assertThat(config.ofBroker()).doesNotContainValue("hush").containsValue("a hash");
        }
    }

    @Test
    void noRateIsLimitedWhereTheCommandLineSaysSo() throws Exception {
        try (var data = DataDirectory.take(folder.resolve("data"))) {
            var config = new PlatformConfig(options(Optional.empty(), Map.of(), true), data);

            assertThat(config.ofBroker()).containsEntry("airlog.limits.enabled", "false");
        }
    }

    @Test
    void theExtensionReadsTheOperatorsFileItselfBelowWhatIsSetHere() throws Exception {
        Path file = Files.write(
                folder.resolve("airlog.properties"),
                List.of("airlog.limits.json-depth=5", "airlog.upload.salts.roof=pepper", "airlog.limits.enabled=true"));
        try (var data = DataDirectory.take(folder.resolve("data"))) {
            var config = new PlatformConfig(options(Optional.of(file), Map.of(), true), data);

            assertThat(config.ofBroker())
                    .containsEntry("airlog.config", file.toAbsolutePath().toString())
                    .containsEntry("airlog.limits.enabled", "false")
                    .containsKey("airlog.broker.data-dir")
                    .doesNotContainKeys("airlog.limits.json-depth", "airlog.upload.salts.roof");
        }
    }

    @Test
    void aChangedFileChangesWhatItSaysAndNothingThatTheCommandLineSays() throws Exception {
        Path file = Files.writeString(
                folder.resolve("airlog.properties"),
                "airlog.database.password=p\nairlog.gateway.mqtt-password=p\nairlog.sealing.keys=k");
        var seen = new ArrayList<Object>();
        try (var data = DataDirectory.take(folder.resolve("data"))) {
            var config = new PlatformConfig(
                    options(Optional.of(file), Map.of("AIRLOG_LIMITS_NAME_LENGTH", "9"), true), data);
            Files.writeString(
                    file,
                    "\nairlog.limits.json-depth=6\nairlog.limits.enabled=true\nairlog.limits.name-length=8\nairlog.http.port=9\nairlog.database.password=p\nairlog.gateway.mqtt-password=p\nairlog.sealing.keys=k");

            try (var reload = config.reload(List.of(settings -> () -> seen.addAll(List.of(
                    settings.get(LimitKeys.JSON_DEPTH),
                    settings.get(LimitKeys.ENABLED),
                    settings.get(LimitKeys.NAME_LENGTH),
                    settings.get(Keys.HTTP_PORT)))))) {
                reload.start();
            }

            assertThat(seen).containsExactly(6, false, 9, 8080);
        }
    }

    private UpOptions options(Optional<Path> file, Map<String, String> environment, boolean isUnlimited) {
        return new UpOptions(
                folder,
                file,
                environment,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                isUnlimited,
                TlsOptions.NONE,
                false);
    }
}
