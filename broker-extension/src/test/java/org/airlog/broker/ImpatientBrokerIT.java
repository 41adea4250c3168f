package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last guard: where nothing of ours decides in time, HiveMQ's own time-out refuses, and does not acknowledge. */
class ImpatientBrokerIT {

    @TempDir
    Path directory;

    @Test
    void aTimeOutOfTheInterceptorIsARefusal() throws Exception {
        Path variant = Variants.enteredBy(ImpatientBrokerExtension.class, directory.resolve("variant"));
        var suid = new Suid(UUID.randomUUID());
        byte[] payload =
                Device.reading(Duration.ofMinutes(1), FaultyExtension.LOG_HANGS).bytes();
        try (var airlog = new Installation(directory, variant, Map.of()).start()) {
            try (var client = RawMqtt.connect(airlog.port(), 5, "five")) {
                client.publish("v1/sensors/" + suid + "/readings", 1, false, 1, payload, Map.of());
                assertThat(client.read().reasonCode()).isEqualTo(0x83);
            }
            try (var client = RawMqtt.connect(airlog.port(), 4, "four")) {
                client.publish("v1/sensors/" + suid + "/readings", 1, false, 1, payload, Map.of());
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }
}
