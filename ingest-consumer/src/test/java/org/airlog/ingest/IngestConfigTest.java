package org.airlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Settings;
import org.airlog.ingest.kafka.KafkaAddress;
import org.airlog.ingest.timescale.DatabaseAddress;
import org.airlog.observation.Position;
import org.airlog.observation.sealing.PositionSeal;
import org.junit.jupiter.api.Test;

class IngestConfigTest {

    private static final String KEY = "test:" + "5a".repeat(32);

    @Test
    void defaultsAreTheLocalServers() {
        IngestConfig config = config(Map.of("airlog.sealing.keys", KEY, "airlog.database.password", "p"));

        assertThat(config.kafka()).isEqualTo(new KafkaAddress("127.0.0.1:9092", Map.of()));
        assertThat(config.database())
                .isEqualTo(new DatabaseAddress("jdbc:postgresql://127.0.0.1:5432/airlog", "airlog", "p"));
        assertThat(config.batchRecords()).isEqualTo(5_000);
    }

    @Test
    void everyKeyIsHeeded() throws Exception {
        IngestConfig config = config(Map.of(
                "airlog.sealing.keys", "new:" + "11".repeat(32) + ", " + KEY,
                "airlog.database.password", "p",
                "airlog.database.url", "jdbc:postgresql://db/other",
                "airlog.database.user", "me",
                "airlog.kafka.bootstrap-servers", "one:9092,two:9092",
                "airlog.kafka.client.security.protocol", "SSL",
                "airlog.ingest.batch-records", "7"));

        assertThat(config.kafka()).isEqualTo(new KafkaAddress("one:9092,two:9092", Map.of("security.protocol", "SSL")));
        assertThat(config.database()).isEqualTo(new DatabaseAddress("jdbc:postgresql://db/other", "me", "p"));
        assertThat(config.batchRecords()).isEqualTo(7);
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

    private static IngestConfig config(Map<String, String> written) {
        return IngestConfig.of(Settings.of(written, IngestConfig.REQUIRED));
    }
}
