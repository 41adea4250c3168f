package org.airlog.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/ci/clients.sh}: every interface driven by the clients that people have, the rows compared in SQL. */
class ClientsIT {

    private static final Path SCRIPTS =
            Path.of("..", "deploy", "ci").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void everyInterfaceStoresWhatItsClientsSend() throws Exception {
        Page.requireInstalled("bash", "curl", "mosquitto_pub", "openssl", "psql");
        Page.python();
        try (AirlogProcess up =
                AirlogProcess.up(folder.resolve("data"), "--config=" + SCRIPTS.resolve("clients.properties"))) {
            var command = List.of(
                    "env",
                    "AIRLOG_HTTP=" + up.http(),
                    "AIRLOG_MQTT=" + URI.create(up.mqtt()).getAuthority(),
                    "AIRLOG_DATABASE=" + up.databaseUrl(),
                    SCRIPTS.resolve("clients.sh").toString());

            String printed = Page.run(command, folder);

            assertThat(printed).endsWith("every row is as expected\n").doesNotContain("FAIL");
        }
    }
}
