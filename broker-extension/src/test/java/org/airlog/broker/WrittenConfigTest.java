package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.airlog.configuration.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenConfigTest {

    @TempDir
    private Path home;

    private Path own = Path.of("");
    private Path shared = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        own = Files.createDirectories(home.resolve("conf")).resolve("airlog.properties");
        shared = home.resolve("shared.properties");
    }

    @Test
    void theOwnFileGoesOverTheSharedOneAndTheEnvironmentOverBoth() throws IOException {
        Files.writeString(shared, "airlog.mqtt.port=1\nairlog.http.port=1\nairlog.https.port=1");
        Files.writeString(own, "airlog.http.port=2\nairlog.https.port=2\nairlog.config=shared.properties");
        var config = new WrittenConfig(home, Map.of("AIRLOG_HTTPS_PORT", "3"));

        assertThat(config.read())
                .isEqualTo(Map.of("airlog.mqtt.port", "1", "airlog.http.port", "2", "airlog.https.port", "3"));
        assertThat(config.files()).isEqualTo(List.of(own, shared));
    }

    @Test
    void theVariableNamesTheSharedFileUnlessTheOwnOneDoes() throws IOException {
        Path other = Files.writeString(home.resolve("other.properties"), "airlog.mqtt.port=4");
        Files.writeString(shared, "airlog.mqtt.port=1");
        Map<String, String> environment = Map.of("AIRLOG_CONFIG", other.toString());

        assertThat(new WrittenConfig(home, environment).read()).isEqualTo(Map.of("airlog.mqtt.port", "4"));
        Files.writeString(own, "airlog.config=" + shared);
        assertThat(new WrittenConfig(home, environment).read()).isEqualTo(Map.of("airlog.mqtt.port", "1"));
    }

    @Test
    void aFileThatWasThereAndIsGoneIsAFault() throws IOException {
        Files.writeString(shared, "airlog.mqtt.port=1");
        Files.writeString(own, "airlog.config=" + shared);
        var config = new WrittenConfig(home, Map.of());

        Files.delete(own);
        assertThatThrownBy(config::read).isInstanceOf(ConfigException.class).hasMessageContaining(own + ": cannot");
        Files.writeString(own, "");
        Files.delete(shared);
        assertThatThrownBy(config::read).isInstanceOf(ConfigException.class).hasMessageContaining(shared + ": cannot");
    }

    @Test
    void anOwnFileThatComesLaterIsRead() throws IOException {
        var config = new WrittenConfig(home, Map.of());
        assertThat(config.read()).isEmpty();

        Files.writeString(own, "airlog.mqtt.port=1");

        assertThat(config.read()).isEqualTo(Map.of("airlog.mqtt.port", "1"));
    }
}
