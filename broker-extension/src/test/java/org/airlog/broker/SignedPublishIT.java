package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.airlog.observation.Payload;
import org.airlog.observation.Trust;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a registered sensor: what it signs is stored before it is acknowledged. */
class SignedPublishIT {

    @TempDir
    static Path directory;

    private static Installation airlog;
    private static Device device;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, Map.of()).start();
        device = Device.register(airlog.port());
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @Test
    void aSignedPublishOfMqtt5IsInKafkaBeforeItsPuback() throws Exception {
        int before = airlog.stored(device.suid()).size();
        Payload payload = Device.reading(Duration.ofMinutes(1), 21.5);
        try (var client = RawMqtt.connect(airlog.port(), 5, "signed-5")) {
            client.publish(
                    device.topic(),
                    1,
                    false,
                    7,
                    payload.bytes(),
                    Map.of("Authorization", device.authorization(payload)));
            RawMqtt.Packet puback = client.read();

            assertThat(puback.type()).isEqualTo(RawMqtt.PUBACK);
            assertThat(puback.reasonCode()).isLessThan(0x80);
            assertThat(puback.properties()).containsEntry("Airlog-Accepted", "1");
        }
        var stored = airlog.stored(device.suid());
        assertThat(stored).hasSize(before + 1);
        var last = stored.get(stored.size() - 1);
        assertThat(last.trust()).isEqualTo(Trust.SIGNED);
        assertThat(last.observations().get(0).readings()).containsEntry("PM10", 21.5);
    }
}
