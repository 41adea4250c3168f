package org.airlog.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.airlog.gateway.documented.MqttExample;

/** Publishes the examples of {@code asyncapi.yaml}, each on a connection of its own, and listens to what comes back. */
final class ExampleDevice {

    private static final String CLIENT_ID = "example";
    private static final int PATIENCE_SECONDS = 10;

    private final int mqttPort;
    private final String operatorPassword;

    ExampleDevice(int mqttPort, String operatorPassword) {
        this.mqttPort = mqttPort;
        this.operatorPassword = operatorPassword;
    }

    /** What came back: the PUBACK as the document writes it, and publishes. */
    record Came(ObjectNode answer, Optional<String> reply, Optional<String> refusal) {}

    Came publish(MqttExample example) throws InterruptedException {
        return example.isMqtt5() ? publishByMqtt5(example) : publishByMqtt3(example);
    }

    private Came publishByMqtt5(MqttExample example) throws InterruptedException {
        var builder = Mqtt5Client.builder()
                .identifier(CLIENT_ID)
                .serverHost("127.0.0.1")
                .serverPort(mqttPort);
        if (example.isOperators()) {
            builder = builder.simpleAuth()
                    .username("operator")
                    .password(operatorPassword.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        Mqtt5BlockingClient client = builder.buildBlocking();
        client.connect();
        try (var incoming = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith().topicFilter("client/" + CLIENT_ID + "/#").send();
            if (example.refusal().isPresent()) {
                client.subscribeWith().topicFilter(errorsTopic(example)).send();
            }
            ObjectNode answer = acknowledgement(client, request(example));
            Optional<String> reply = example.reply().isPresent() ? next(incoming) : Optional.empty();
            Optional<String> refusal = example.refusal().isPresent() ? next(incoming) : Optional.empty();
            return new Came(answer, reply, refusal);
        } finally {
            client.disconnect();
        }
    }

    private Came publishByMqtt3(MqttExample example) throws InterruptedException {
        var client = Mqtt3Client.builder()
                .identifier(CLIENT_ID)
                .serverHost("127.0.0.1")
                .serverPort(mqttPort)
                .buildBlocking();
        client.connect();
        try (var incoming = client.publishes(MqttGlobalPublishFilter.ALL)) {
            if (example.refusal().isPresent()) {
                client.subscribeWith().topicFilter(errorsTopic(example)).send();
            }
            client.publishWith()
                    .topic(example.topic())
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(example.payload().getBytes(StandardCharsets.UTF_8))
                    .send();
            Optional<String> refusal = example.refusal().isEmpty()
                    ? Optional.empty()
                    : incoming.receive(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .map(publish -> new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8));
            return new Came(JsonNodeFactory.instance.objectNode(), Optional.empty(), refusal);
        } finally {
            client.disconnect();
        }
    }

    private static Optional<String> next(Mqtt5BlockingClient.Mqtt5Publishes incoming) throws InterruptedException {
        return incoming.receive(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .map(publish -> new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8));
    }

    private static Mqtt5Publish request(MqttExample example) {
        var headers = new HashMap<>(example.headers());
        String responseTopic = headers.remove("responseTopic");
        var properties = headers.entrySet().stream()
                .map(header -> Mqtt5UserProperty.of(header.getKey(), header.getValue()))
                .toList();
        return Mqtt5Publish.builder()
                .topic(example.topic())
                .qos(MqttQos.fromCode(example.qos()))
                .contentType(example.contentType())
                .responseTopic(responseTopic)
                .userProperties(Mqtt5UserProperties.of(properties))
                .payload(example.payload().getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static ObjectNode acknowledgement(Mqtt5BlockingClient client, Mqtt5Publish publish) {
        var answer = JsonNodeFactory.instance.objectNode();
        Mqtt5PubAck acknowledgement;
        try {
            Mqtt5PublishResult result = client.publish(publish);
            if (!(result instanceof Mqtt5PublishResult.Mqtt5Qos1Result acknowledged)) {
                return answer;
            }
            acknowledgement = acknowledged.getPubAck();
        } catch (Mqtt5PubAckException refused) {
            acknowledgement = refused.getMqttMessage();
        }
        answer.put("reasonCode", acknowledgement.getReasonCode().getCode());
        acknowledgement.getReasonString().ifPresent(text -> answer.put("reasonString", text.toString()));
        acknowledgement
                .getUserProperties()
                .asList()
                .forEach(each ->
                        answer.put(each.getName().toString(), each.getValue().toString()));
        return answer;
    }

    /** Of the sensor in its topic. */
    private static String errorsTopic(MqttExample example) {
        return example.topic().replaceFirst("^(rogue/)?", "").replaceFirst("(/readings.*)?$", "") + "/errors";
    }
}
