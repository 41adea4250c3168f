package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerSettingsTest {

    @Test
    void theExtensionsFileHoldsNoPasswordOfOtherServices(@TempDir Path directory) throws Exception {
        Map<String, String> environment = Map.of(
                "AIRLOG_OPENSENSEMAP_EMAIL", "me@example.org",
                "AIRLOG_OPENSENSEMAP_PASSWORD", "hush",
                "AIRLOG_DATABASE_PASSWORD", "hush",
                "AIRLOG_GATEWAY_MQTT_PASSWORD", "hush");
        try (var data = DataDirectory.take(directory)) {
            var config = new PlatformConfig(options(directory, environment, false), data);

            assertThat(config.ofBroker()).doesNotContainValue("hush").containsValue("me@example.org");
        }
    }

    @Test
    void noRateIsLimitedWhereTheCommandLineSaysSo(@TempDir Path directory) throws Exception {
        try (var data = DataDirectory.take(directory)) {
            var config = new PlatformConfig(options(directory, Map.of(), true), data);

            assertThat(config.ofBroker()).containsEntry("airlog.limits.enabled", "false");
        }
    }

    private static UpOptions options(Path directory, Map<String, String> environment, boolean isUnlimited) {
        return new UpOptions(
                directory,
                Optional.empty(),
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
