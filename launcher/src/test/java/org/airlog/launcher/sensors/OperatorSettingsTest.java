package org.airlog.launcher.sensors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.airlog.launcher.console.CommandFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorSettingsTest {

    @TempDir
    Path folder;

    @Test
    void tellsAllFaultsOfTheConfiguration() {
        assertThatThrownBy(() -> load(Map.of("AIRLOG_CLOCK_MAX_AGE", "soon", "AIRLOG_NONSENSE", "1")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("airlog.clock.max-age")
                .hasMessageContaining("AIRLOG_NONSENSE");
    }

    /** 192.0.2.0/24 is for documents: nothing would answer, and nothing is asked. */
    @Test
    void thePasswordIsNotSentInTheClear() throws Exception {
        Files.writeString(folder.resolve("secrets.properties"), "airlog.operator.mqtt-password=p\n");

        assertThatThrownBy(() -> load(Map.of()).link(Optional.of(URI.create("mqtt://192.0.2.1"))))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("in the clear")
                .hasMessageContaining("mqtts://");
    }

    @Test
    void whereNobodyListensIsToldWithWhatToDo() throws Exception {
        Files.writeString(folder.resolve("secrets.properties"), "airlog.operator.mqtt-password=p\n");

        assertThatThrownBy(() -> load(Map.of()).link(Optional.of(URI.create("mqtt://127.0.0.1:1"))))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage(
                        "cannot reach the broker at mqtt://127.0.0.1:1: start airlog up, or name the broker by --mqtt");
        assertThatThrownBy(() -> load(Map.of()).link(Optional.of(URI.create("http://127.0.0.1:1"))))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("not mqtt://");
        assertThatThrownBy(() -> load(Map.of()).link(Optional.of(URI.create("mqtt://127.0.0.1:65536"))))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("not mqtt://");
        assertThatThrownBy(() -> load(Map.of()).rows(Optional.of("postgresql://airlog:p@127.0.0.1:1/airlog")))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("name the database by --database-url");
    }

    @Test
    void aPasswordAmongTheParametersOfADatabaseUrlIsNotToldWhereItCannotBeUsed() {
        String url = "postgresql://127.0.0.1:1/airlog?user=airlog&password=hidden";

        assertThatThrownBy(() -> load(Map.of("AIRLOG_DATABASE_PASSWORD", "p")).rows(Optional.of(url)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("cannot use the database jdbc:postgresql://127.0.0.1:1/airlog:")
                .hasMessageNotContaining("hidden");
    }

    private OperatorSettings load(Map<String, String> environment) throws CommandFailedException {
        return OperatorSettings.load(folder, Optional.empty(), environment);
    }
}
