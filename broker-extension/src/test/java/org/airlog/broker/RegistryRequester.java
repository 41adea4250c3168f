package org.airlog.broker;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.OpenSmogHash;
import org.airlog.observation.signature.Secret;

/** An MQTT 5 client that asks something of the registry and waits for the answer. */
final class RegistryRequester implements AutoCloseable {

    private static final String FORM = "{\"manufacturer\":\"Acme\",\"model\":\"Sniffer\"}";

    private final String clientId = "asks-" + UUID.randomUUID();
    private final Mqtt5BlockingClient client;

    private RegistryRequester(int port, String userName, String password) {
        var builder =
                Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port).identifier(clientId);
        if (!userName.isEmpty()) {
            builder = builder.simpleAuth()
                    .username(userName)
                    .password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        client = builder.buildBlocking();
        client.connect();
        client.subscribeWith()
                .topicFilter("client/" + clientId + "/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    static RegistryRequester anonymous(int port) {
        return new RegistryRequester(port, "", "");
    }

    static RegistryRequester operator(int port) {
        return new RegistryRequester(port, "operator", Installation.OPERATOR_PASSWORD);
    }

    static RegistryRequester gateway(int port) {
        return new RegistryRequester(port, "gateway", Installation.GATEWAY_PASSWORD);
    }

    /** Registers; the secret, or the reason string of the refusal. */
    String register(Suid suid) throws InterruptedException {
        return ask("v1/sensors/" + suid, FORM, "");
    }

    /** The same, signed with {@code secret}. */
    String registerSigned(Suid suid, Secret secret) throws InterruptedException {
        return ask(
                "v1/sensors/" + suid,
                FORM,
                "OpenSmogHash "
                        + OpenSmogHash.sign(secret, Payload.ofText(FORM)).hex());
    }

    /** The same, with a claim code. */
    String claim(Suid suid, String code) throws InterruptedException {
        return ask("v1/sensors/" + suid, FORM.replace("}", ",\"claim_code\":\"" + code + "\"}"), "");
    }

    /** An operator's act; the answer, or the reason string of the refusal. */
    String act(Suid suid, String act, String payload) throws InterruptedException {
        return ask("v1/registry/" + suid + "/" + act, payload, "");
    }

    private String ask(String topic, String payload, String authorization) throws InterruptedException {
        try (var replies = client.publishes(MqttGlobalPublishFilter.ALL)) {
            var publish = client.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .responseTopic("client/" + clientId + "/answers")
                    .correlationData("one".getBytes(StandardCharsets.UTF_8))
                    .payload(payload.getBytes(StandardCharsets.UTF_8));
            if (!authorization.isEmpty()) {
                publish = publish.userProperties()
                        .add("Authorization", authorization)
                        .applyUserProperties();
            }
            var result = publish.send();
            if (result.getError().isPresent()) {
                throw new IllegalStateException(result.getError().get());
            }
            var reply = replies.receive(10, TimeUnit.SECONDS).orElseThrow();
            return new String(reply.getPayloadAsBytes(), StandardCharsets.UTF_8);
        } catch (Mqtt5PubAckException refused) {
            return refused.getMqttMessage().getReasonString().orElseThrow().toString();
        }
    }

    @Override
    public void close() {
        client.disconnect();
    }
}
