package org.airlog.gateway;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An operator who listens to all readings. */
final class Operator implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;

    private final Mqtt5BlockingClient client;
    private final Mqtt5BlockingClient.Mqtt5Publishes incoming;

    Operator(int mqttPort, String password) {
        client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(mqttPort)
                .simpleAuth()
                .username("operator")
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        incoming = client.publishes(MqttGlobalPublishFilter.ALL);
        client.subscribeWith().topicFilter("v1/sensors/+/readings").send();
        client.subscribeWith().topicFilter("rogue/v1/sensors/+/readings").send();
    }

    /** The next payload. */
    Optional<String> next() throws InterruptedException {
        return incoming.receive(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .map(publish -> new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        incoming.close();
        client.disconnect();
    }
}
