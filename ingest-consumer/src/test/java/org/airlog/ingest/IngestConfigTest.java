package org.airlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.airlog.ingest.kafka.KafkaAddress;
import org.airlog.ingest.opensensemap.ForwardingConfig;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.ingest.timescale.Keeping;
import org.airlog.observation.Position;
import org.airlog.observation.sealing.PositionSeal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestConfigTest {

    private static final String KEY = "test:" + "5a".repeat(32);

    @Test
    void defaultsAreTheLocalServers() {
        IngestConfig config = config(Map.of("airlog.sealing.keys", KEY, "airlog.database.password", "p"));

        assertThat(config.kafka()).isEqualTo(new KafkaAddress("127.0.0.1:9092", Map.of()));
        assertThat(config.database())
                .isEqualTo(new DatabaseAddress("jdbc:postgresql://127.0.0.1:5432/airlog", "airlog", "p"));
        assertThat(config.batchRecords()).isEqualTo(20_000);
        assertThat(config.logRetention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.keeping()).isEqualTo(new Keeping(Optional.empty(), Duration.ofDays(30)));
        assertThat(config.management()).hasToString("/127.0.0.1:9096");
        assertThat(config.forwarding()).isNull();
    }

    @Test
    void forwardingIsOnWhereAnAccountIsSet() {
        IngestConfig defaults = config(forwarding(Map.of()));
        IngestConfig chosen = config(forwarding(Map.of(
                "airlog.opensensemap.api", "http://map.example/api/",
                "airlog.opensensemap.name", "lab",
                "airlog.opensensemap.default-box", "roof")));

        assertThat(defaults.forwarding())
                .isEqualTo(new ForwardingConfig(
                        URI.create("https://api.opensensemap.org"), "me@example.org", "hush", "airlog", "generic"));
        assertThat(chosen.forwarding())
                .isEqualTo(new ForwardingConfig(
                        URI.create("http://map.example/api"), "me@example.org", "hush", "lab", "roof"));
        assertThat(defaults.toString()).doesNotContain("hush").doesNotContain("me@example.org");
    }

    @Test
    void halfAnAccountIsAFault() {
        var onlyPassword = new HashMap<>(forwarding(Map.of()));
        onlyPassword.remove("airlog.opensensemap.email");
        var onlyEmail = new HashMap<>(forwarding(Map.of()));
        onlyEmail.remove("airlog.opensensemap.password");

        assertThatThrownBy(() -> config(onlyPassword))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.opensensemap.email")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> config(onlyEmail))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.opensensemap.password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"map.example", "ftp://map.example", "https://", "https://me:hush@map.example", "https://a b"})
    void theApiMustBeAUrlOfHttp(String api) {
        assertThatThrownBy(() -> config(forwarding(Map.of("airlog.opensensemap.api", api))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.opensensemap.api")
                .hasMessageNotContaining("hush");
    }

    @Test
    void everyKeyIsHeeded() throws Exception {
        IngestConfig config = config(Map.ofEntries(
                Map.entry("airlog.sealing.keys", "new:" + "11".repeat(32) + ", " + KEY),
                Map.entry("airlog.database.password", "p"),
                Map.entry("airlog.database.url", "jdbc:postgresql://db/other"),
                Map.entry("airlog.database.user", "me"),
                Map.entry("airlog.database.retention", "90d"),
                Map.entry("airlog.database.compress-after", "0d"),
                Map.entry("airlog.kafka.bootstrap-servers", "one:9092,two:9092"),
                Map.entry("airlog.kafka.client.security.protocol", "SSL"),
                Map.entry("airlog.ingest.batch-records", "7"),
                Map.entry("airlog.ingest.log-retention", "30d"),
                Map.entry("airlog.ingest.management-bind", "0.0.0.0"),
                Map.entry("airlog.ingest.management-port", "7")));

        assertThat(config.kafka()).isEqualTo(new KafkaAddress("one:9092,two:9092", Map.of("security.protocol", "SSL")));
        assertThat(config.database()).isEqualTo(new DatabaseAddress("jdbc:postgresql://db/other", "me", "p"));
        assertThat(config.batchRecords()).isEqualTo(7);
        assertThat(config.logRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(config.keeping()).isEqualTo(new Keeping(Optional.of(Duration.ofDays(90)), Duration.ZERO));
        assertThat(config.management()).hasToString("/0.0.0.0:7");
        var here = new Position(1, 2, null);
        var sealed = new PositionSeal(LogAndDatabase.SEAL).seal(here, new byte[] {1});
        assertThat(new PositionSeal(config.seal()).open(sealed, new byte[] {1})).isEqualTo(here);
    }

    @Test
    void allFaultsAreToldAtOnceAndNoSecretWithThem() {
        assertThatThrownBy(() -> config(Map.of(
                        "airlog.sealing.keys",
                        "bad:c0ffee",
                        "airlog.database.password",
                        "p",
                        "airlog.database.url",
                        "postgresql://db/other")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.sealing.keys")
                .hasMessageContaining("airlog.database.url")
                .hasMessageNotContaining("c0ffee");
    }

    @Test
    void whatWouldDeleteOrCompressTheDayThatIsBeingWrittenIsAFault() {
        assertThatThrownBy(() -> config(Map.of(
                        "airlog.sealing.keys",
                        KEY,
                        "airlog.database.password",
                        "p",
                        "airlog.database.retention",
                        "23h")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.database.retention");
        assertThatThrownBy(() -> config(Map.of(
                        "airlog.sealing.keys",
                        KEY,
                        "airlog.database.password",
                        "p",
                        "airlog.database.compress-after",
                        "1h")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.database.compress-after");
    }

    @Test
    void twoKeysOfOneNameAreAFault() {
        assertThatThrownBy(
                        () -> config(Map.of("airlog.sealing.keys", KEY + "," + KEY, "airlog.database.password", "p")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("airlog.sealing.keys");
    }

    @Test
    void addressesShowNoSecret() {
        IngestConfig config = config(Map.of(
                "airlog.sealing.keys", KEY,
                "airlog.database.password", "hush",
                "airlog.kafka.client.sasl.jaas.config", "hush"));

        assertThat(config.toString()).doesNotContain("hush").doesNotContain("5a5a");
    }

    private static Map<String, String> forwarding(Map<String, String> more) {
        var written = new HashMap<>(Map.of(
                "airlog.sealing.keys", KEY,
                "airlog.database.password", "p",
                "airlog.opensensemap.email", "me@example.org",
                "airlog.opensensemap.password", "hush"));
        written.putAll(more);
        return written;
    }

    private static IngestConfig config(Map<String, String> written) {
        return IngestConfig.of(Settings.of(written, IngestConfig.REQUIRED));
    }
}
