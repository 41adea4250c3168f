package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.Suid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing is acknowledged because something broke: HiveMQ alone would answer SUCCESS to a publish whose interceptor threw.
 */
class FaultyDoorIT {

    private static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;

    @TempDir
    static Path directory;

    private static Installation airlog;

    @BeforeAll
    static void startAll() throws Exception {
        Path variant = Variants.enteredBy(FaultyExtension.class, directory.resolve("variant"));
        airlog = new Installation(directory, variant, Map.of()).start();
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-4000-8000-00000000000e", "00000000-0000-4000-8000-00000000000f"})
    void anInterceptorThatThrowsAcknowledgesNothing(String suid) throws Exception {
        assertNotAcknowledged(Suid.parse(suid).orElseThrow(), 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {FaultyExtension.LOG_THROWS, FaultyExtension.LOG_BREAKS, FaultyExtension.LOG_HANGS})
    void aLogThatFailsAcknowledgesNothing(double pm10) throws Exception {
        assertNotAcknowledged(new Suid(UUID.randomUUID()), pm10);
    }

    @Test
    void otherClientsAreServedWhileOneHangs() throws Exception {
        var suid = new Suid(UUID.randomUUID());
        try (var hanging = RawMqtt.connect(airlog.port(), 5, "hanging");
                var other = RawMqtt.connect(airlog.port(), 5, "other")) {
            hanging.publish(topic(suid), 1, false, 1, payload(FaultyExtension.LOG_HANGS), Map.of());
            other.publish(topic(suid), 1, false, 1, payload(1), Map.of());

            assertThat(other.read().type()).isEqualTo(RawMqtt.PUBACK);
            assertThat(hanging.readToEnd()).hasSize(1);
        }
        assertThat(airlog.stored(suid)).hasSize(1);
    }

    private static void assertNotAcknowledged(Suid suid, double pm10) throws Exception {
        try (var client = RawMqtt.connect(airlog.port(), 5, "five")) {
            client.publish(topic(suid), 1, false, 1, payload(pm10), Map.of());
            var packets = client.readToEnd();
            assertThat(packets).hasSize(1);
            assertThat(packets.get(0).type()).isEqualTo(RawMqtt.DISCONNECT);
            assertThat(packets.get(0).reasonCode()).isEqualTo(IMPLEMENTATION_SPECIFIC_ERROR);
            assertThat(packets.get(0).properties().get("reason")).startsWith("unavailable");
        }
        try (var client = RawMqtt.connect(airlog.port(), 4, "four")) {
            client.publish(topic(suid), 1, false, 1, payload(pm10), Map.of());
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(airlog.stored(suid)).isEmpty();
    }

    private static String topic(Suid suid) {
        return "v1/sensors/" + suid + "/readings";
    }

    private static byte[] payload(double pm10) {
        return Device.reading(Duration.ofMinutes(1), pm10).bytes();
    }
}
