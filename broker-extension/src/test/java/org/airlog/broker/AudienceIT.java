package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.Payload;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever subscribes to readings gets all that are sent after the SUBACK, also where the door delivered none before. */
class AudienceIT {

    private static final int SUCCESS = 0;

    @TempDir
    static Path directory;

    @Test
    void theFirstSubscriberMissesNothing() throws Exception {
        try (var airlog = new Installation(directory, Map.of()).start()) {
            Device device = Device.register(airlog.port());
            try (var sensor = RawMqtt.connect(airlog.port(), 5, "sensor")) {
                // HiveMQ itself would say "no matching subscribers": this one it was not asked to deliver.
                Awaitility.await("the door knows that nobody listens")
                        .until(() -> publish(sensor, device, 1) == SUCCESS);
                Mqtt5BlockingClient operator = operator(airlog.port());
                try (var seen = operator.publishes(MqttGlobalPublishFilter.ALL)) {
                    operator.subscribeWith()
                            .topicFilter("v1/sensors/+/readings")
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .send();
                    for (int pm10 = 2; pm10 < 20; pm10++) {
                        publish(sensor, device, pm10);
                    }

                    for (int pm10 = 2; pm10 < 20; pm10++) {
                        var received = seen.receive(10, TimeUnit.SECONDS).orElseThrow();
                        assertThat(new String(received.getPayloadAsBytes(), StandardCharsets.UTF_8))
                                .contains("{\"PM10\":" + pm10 + ".0}");
                    }
                } finally {
                    operator.disconnect();
                }
            }
        }
    }

    private static int publish(RawMqtt sensor, Device device, double pm10) throws Exception {
        Payload payload = Device.reading(Duration.ofMinutes(1), pm10);
        sensor.publish(
                device.topic(), 1, false, 1, payload.bytes(), Map.of("Authorization", device.authorization(payload)));
        return sensor.read().reasonCode();
    }

    private static Mqtt5BlockingClient operator(int port) {
        Mqtt5BlockingClient operator = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .identifier("listening")
                .simpleAuth()
                .username("operator")
                .password(Installation.OPERATOR_PASSWORD.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        operator.connect();
        return operator;
    }
}
