package org.airlog.broker;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;

/** A sensor as its maker would build it. */
record Device(Suid suid, Secret secret) {

    /** Registers a new SUID over MQTT 5. */
    static Device register(int port) throws InterruptedException {
        return register(port, new Suid(UUID.randomUUID()));
    }

    /** Registers {@code suid} over MQTT 5. */
    static Device register(int port, Suid suid) throws InterruptedException {
        return register(Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port), suid);
    }

    /** The same by a client of one's own making. */
    static Device register(Mqtt5ClientBuilder builder, Suid suid) throws InterruptedException {
        String clientId = "device-" + UUID.randomUUID();
        Mqtt5BlockingClient client = builder.identifier(clientId).buildBlocking();
        client.connect();
        try (var replies = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith()
                    .topicFilter("client/" + clientId + "/#")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            var result = client.publishWith()
                    .topic("v1/sensors/" + suid)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .responseTopic("client/" + clientId + "/registration")
                    .correlationData("one".getBytes(StandardCharsets.UTF_8))
                    .payload("{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}".getBytes(StandardCharsets.UTF_8))
                    .send();
            if (result.getError().isPresent()) {
                throw new IllegalStateException(result.getError().get());
            }
            var reply = replies.receive(10, TimeUnit.SECONDS).orElseThrow();
            return new Device(suid, Secret.ofText(new String(reply.getPayloadAsBytes(), StandardCharsets.UTF_8)));
        } finally {
            client.disconnect();
        }
    }

    String topic() {
        return "v1/sensors/" + suid + "/readings";
    }

    /** One observation of {@code age} ago. */
    static Payload reading(Duration age, double pm10) {
        return Payload.ofText(String.format(
                Locale.ROOT,
                "[{\"timestamp\":%d,\"readings\":{\"PM10\":%.1f}}]",
                Instant.now().minus(age).getEpochSecond(),
                pm10));
    }

    /** The value of {@code Authorization} for {@code payload}. */
    String authorization(Payload payload) {
        return "OpenSmogHash " + OpenSmogHash.sign(secret, payload).hex();
    }

    /** The topic with the signature of {@code payload} behind it. */
    String signedTopic(Payload payload) {
        return topic() + "/OpenSmogHash/" + OpenSmogHash.sign(secret, payload).hex();
    }
}
