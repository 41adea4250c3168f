package org.airlog.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Keys;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.secret.PrivateProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsFileTest {

    private static final String K1 = "k1:" + "11".repeat(32);
    private static final String K2 = "k2:" + "22".repeat(32);

    @TempDir
    Path folder;

    private DataDirectory directory;

    @BeforeEach
    void takeDirectory() throws CommandFailedException {
        directory = DataDirectory.take(folder.resolve("data"));
    }

    @AfterEach
    void leaveDirectory() {
        directory.close();
    }

    @Test
    void keepsNoKeyBesideAConfiguredOneAndMissesItWhenItIsGone() throws Exception {
        complete(Map.of("airlog.sealing.keys", K1), Map.of());
        Files.createDirectories(directory.kafka());

        assertThat(kept()).doesNotContainKey("airlog.sealing.keys");
        assertThatThrownBy(() -> complete(Map.of(), Map.of()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("no sealing key");
    }

    @Test
    void takesABlankVariableForNone() throws Exception {
        Files.createDirectories(directory.kafka());

        assertThatThrownBy(() -> complete(Map.of(), Map.of("AIRLOG_SEALING_KEYS", " ")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("no sealing key");
        assertThat(config(Map.of(), Map.of("AIRLOG_KAFKA_BOOTSTRAP_SERVERS", ""))
                        .externalKafka())
                .isEmpty();
    }

    @Test
    void missesThePasswordOfADatabaseThatIsThere() throws Exception {
        complete(Map.of("airlog.database.password", "p"), Map.of());
        Files.createDirectories(directory.postgres());

        assertThatThrownBy(() -> complete(Map.of(), Map.of()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("airlog.database.password");
    }

    @Test
    void refusesAnOperatorsPasswordWithoutItsHash() {
        assertThatThrownBy(() -> complete(Map.of("airlog.operator.mqtt-password", "p"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.principal.operator");
    }

    @Test
    void makesNoPasswordWhereAPersonKeepsTheOperators() throws Exception {
        complete(Map.of("airlog.principal.operator", "$2a$06$" + "a".repeat(53)), Map.of());

        assertThat(kept()).doesNotContainKeys("airlog.operator.mqtt-password", "airlog.principal.operator");
    }

    @Test
    void tellsTheBrokerHashesAndNoPasswords() throws Exception {
        assertThat(complete(Map.of(), Map.of()).ofBroker())
                .containsKeys("airlog.principal.operator", "airlog.principal.portal")
                .doesNotContainKeys("airlog.operator.mqtt-password", "airlog.portal.mqtt-password");
    }

    @Test
    void refusesHalfThePortalsPair() {
        assertThatThrownBy(() -> complete(Map.of("airlog.principal.portal", "$2a$06$" + "a".repeat(53)), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.portal.mqtt-password")
                .hasMessageContaining("airlog.principal.portal");
    }

    @Test
    void opensOldDataWithTheKeptKeyBehindTheConfiguredOne() throws Exception {
        keep(K1);

        PlatformConfig config = complete(Map.of("airlog.sealing.keys", K2), Map.of());

        assertThat(config.settings().get(Keys.SEALING_KEYS)).isEqualTo(K2 + "," + K1);
    }

    @Test
    void keepsTheKeysThatAnOperatorHasPutInFront() throws Exception {
        keep(K2 + "," + K1);

        PlatformConfig config = complete(Map.of(), Map.of());

        assertThat(config.settings().get(Keys.SEALING_KEYS)).isEqualTo(K2 + "," + K1);
        assertThat(kept()).containsEntry("airlog.sealing.keys", K2 + "," + K1);
    }

    @Test
    void refusesAKeyThatDiffersFromTheKeptOneOfItsName() throws Exception {
        keep(K1);

        assertThatThrownBy(() -> complete(Map.of("airlog.sealing.keys", "k1:" + "33".repeat(32)), Map.of()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("under the same id");
    }

    @Test
    void refusesAVariableThatWouldHideTheKeptKeyFromTheBroker() throws Exception {
        keep(K1);

        assertThatThrownBy(() -> complete(Map.of(), Map.of("AIRLOG_SEALING_KEYS", K2)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("AIRLOG_SEALING_KEYS lacks");
    }

    @Test
    void refusesHalfTheGatewaysPair() {
        assertThatThrownBy(() -> complete(Map.of("airlog.gateway.mqtt-password", "p"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.gateway.mqtt-password")
                .hasMessageContaining("airlog.principal.gateway");
    }

    @Test
    void findsAFaultOfAServiceBeforeAnythingStarts() throws Exception {
        PlatformConfig config = complete(Map.of("airlog.gateway.timeout", "1ms"), Map.of());

        try (var platform = new Platform(config, directory)) {
            assertThatThrownBy(platform::start)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("airlog.gateway.timeout");
        }
        assertThat(directory.hasServerData()).isFalse();
    }

    private PlatformConfig complete(Map<String, String> file, Map<String, String> environment) throws Exception {
        PlatformConfig config = config(file, environment);
        new SecretsFile(directory).complete(config);
        return config;
    }

    private PlatformConfig config(Map<String, String> file, Map<String, String> environment) throws Exception {
        var properties = new PrivateProperties(folder.resolve("airlog.properties"));
        properties.store("a test's", file);
        var options = new UpOptions(
                directory.path(),
                Optional.of(properties.file()),
                environment,
                Optional.empty(),
                Optional.of(0),
                Optional.of(0),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                TlsOptions.NONE,
                false);
        return new PlatformConfig(options, directory);
    }

    private void keep(String sealingKeys) throws IOException {
        var values = new HashMap<>(kept());
        values.put("airlog.sealing.keys", sealingKeys);
        new PrivateProperties(directory.secrets()).store("kept", values);
    }

    private Map<String, String> kept() throws IOException {
        return new PrivateProperties(directory.secrets()).load();
    }
}
