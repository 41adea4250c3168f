package org.airlog.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void tellsEveryFaultAtOnceEachWithItsKey() {
        var failure = catchThrowableOfType(
                ConfigException.class,
                () -> Settings.of(
                        Map.of(
                                "airlog.http.port", "eighty",
                                "airlog.rogue.enabled", "maybe",
                                "airlog.clock.max-age", "400",
                                "airlog.htpp.port", "80"),
                        List.of(Keys.SEALING_KEYS)));

        assertThat(failure.faults())
                .hasSize(5)
                .anySatisfy(fault -> assertThat(fault)
                        .isEqualTo("airlog.http.port: 'eighty' is not valid, expected a whole number from 0 to 65535"))
                .anySatisfy(fault -> assertThat(fault).startsWith("airlog.rogue.enabled: 'maybe' is not valid"))
                .anySatisfy(fault -> assertThat(fault).startsWith("airlog.clock.max-age: '400' is not valid"))
                .anySatisfy(fault -> assertThat(fault).startsWith("airlog.sealing.keys: must be set"))
                .anySatisfy(fault -> assertThat(fault).isEqualTo("airlog.htpp.port: unknown key"));
        assertThat(failure.faults()).allSatisfy(fault -> assertThat(failure).hasMessageContaining(fault));
    }

    @Test
    void readsTheFileAndLetsTheEnvironmentOverrideIt() throws IOException {
        Path file = Files.writeString(
                folder.resolve("airlog.properties"),
                "airlog.http.port=81\nairlog.http.bind = 0.0.0.0 \nairlog.database.user=größe\n");

        var settings = Settings.load(Optional.of(file), Map.of("AIRLOG_HTTP_PORT", "82", "HOME", "/"), List.of());

        assertThat(settings.get(Keys.HTTP_PORT)).isEqualTo(82);
        assertThat(settings.get(Keys.HTTP_BIND)).isEqualTo("0.0.0.0");
        assertThat(settings.get(Keys.DATABASE_USER)).isEqualTo("größe");
    }

    @Test
    void readsTheFileThatTheEnvironmentNamesUnlessAnOptionNamesOne() throws IOException {
        Path named = Files.writeString(folder.resolve("named.properties"), "airlog.http.port=83");
        Path option = Files.writeString(folder.resolve("option.properties"), "airlog.http.port=84");
        var environment = Map.of("AIRLOG_CONFIG", named.toString());

        assertThat(Settings.load(Optional.empty(), environment, List.of()).get(Keys.HTTP_PORT))
                .isEqualTo(83);
        assertThat(Settings.load(Optional.of(option), environment, List.of()).get(Keys.HTTP_PORT))
                .isEqualTo(84);
    }

    @Test
    void refusesAFileThatItCannotRead() throws IOException {
        Path missing = folder.resolve("missing.properties");
        Path notUtf8 = Files.write(folder.resolve("latin.properties"), new byte[] {'a', '=', (byte) 0xE4});

        for (Path file : List.of(missing, notUtf8)) {
            assertThatThrownBy(() -> Settings.load(Optional.of(file), Map.of(), List.of()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(file + ": cannot be read");
        }
    }

    @Test
    void tellsAVariableThatFitsNoKey() {
        assertThatThrownBy(() -> Settings.load(Optional.empty(), Map.of("AIRLOG_HTPP_PORT", "80"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("AIRLOG_HTPP_PORT: unknown key");
    }

    @Test
    void takesTheDefaultForWhatIsBlank() {
        assertThat(Settings.of(Map.of("airlog.http.port", "  "), List.of()).get(Keys.HTTP_PORT))
                .isEqualTo(8080);
        assertThatThrownBy(() -> Settings.of(Map.of("airlog.sealing.keys", " "), List.of(Keys.SEALING_KEYS)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.sealing.keys: must be set");
    }

    @Test
    void letsABlankVariableHideNothingOfTheFile() throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "", ".properties"), "airlog.http.port=8081");

        Settings settings = Settings.load(Optional.of(file), Map.of("AIRLOG_HTTP_PORT", " "), List.of());

        assertThat(settings.get(Keys.HTTP_PORT)).isEqualTo(8081);
    }

    @Test
    void hasNoValueForAKeyWithoutDefaultThatNobodySet() {
        var settings = Settings.of(Map.of(), List.of());

        assertThat(settings.find(Keys.SEALING_KEYS)).isEmpty();
        assertThatThrownBy(() -> settings.get(Keys.SEALING_KEYS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("airlog.sealing.keys");
    }

    @Test
    void collectsTheMembersOfAFamilySorted() {
        var settings = Settings.of(
                Map.of(
                        "airlog.upload.salts.roof", " pepper ",
                        "airlog.upload.salts.roof.suid", "123e4567-e89b-12d3-a456-426655440000",
                        "airlog.upload.salts.cellar", "salt",
                        "airlog.upload.salts.unused", "",
                        "airlog.kafka.client.security.protocol", "SSL"),
                List.of());

        assertThat(settings.get(Keys.UPLOAD_SALTS))
                .containsExactly(
                        Map.entry("cellar", "salt"),
                        Map.entry("roof", "pepper"),
                        Map.entry("roof.suid", "123e4567-e89b-12d3-a456-426655440000"));
        assertThat(settings.get(Keys.KAFKA_CLIENT)).containsExactly(Map.entry("security.protocol", "SSL"));
    }

    @Test
    void readsMembersOfAFamilyFromTheEnvironment() {
        var settings = Settings.load(
                Optional.empty(),
                Map.of(
                        "AIRLOG_KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION", "/trust",
                        "AIRLOG_UPLOAD_SALTS_ROOF", "pepper",
                        "AIRLOG_UPLOAD_SALTS_ROOF_SUID", "123e4567-e89b-12d3-a456-426655440000"),
                List.of());

        assertThat(settings.get(Keys.KAFKA_CLIENT)).containsExactly(Map.entry("ssl.truststore.location", "/trust"));
        assertThat(settings.get(Keys.UPLOAD_SALTS))
                .containsExactly(
                        Map.entry("roof", "pepper"), Map.entry("roof.suid", "123e4567-e89b-12d3-a456-426655440000"));
    }

    @Test
    void showsNoSecretInAFault() {
        assertThatThrownBy(() -> Settings.of(
                        Map.of(
                                "airlog.sealing.keys.",
                                "hunter2",
                                "airlog.upload.salts.",
                                "hunter2",
                                "AIRLOG_SECRET",
                                "hunter2"),
                        List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("3 faults")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void handsOutTypedValues() {
        var settings = Settings.of(
                Map.of("airlog.signature.accepted", " HMAC-SHA256 ,, OpenSmogHash", "airlog.clock.max-age", "30y"),
                List.of());

        assertThat(settings.get(Keys.SIGNATURE_ACCEPTED)).containsExactly("HMAC-SHA256", "OpenSmogHash");
        assertThat(settings.get(Keys.CLOCK_MAX_AGE)).isEqualTo(Duration.ofDays(30 * 365));
    }
}
