package org.airlog.gateway.scripted;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A PUBLISH that reached the {@link ScriptedBroker}, and the connection it came by. */
public record ReceivedPublish(
        BrokerSide connection,
        String topic,
        int packetId,
        String contentType,
        String responseTopic,
        List<Byte> correlationData,
        List<Map.Entry<String, String>> userProperties,
        List<Byte> payload) {

    public String clientId() {
        return connection.clientId();
    }

    public String text() {
        return new String(MqttWire.toArray(payload), StandardCharsets.UTF_8);
    }

    /** PUBACK. */
    public void acknowledge(int reasonCode, String reasonString, Map<String, String> userProperties) {
        connection.pubAck(packetId, reasonCode, reasonString, userProperties);
    }

    /** PUBACK of success. */
    public void accept() {
        acknowledge(0, "", Map.of("Airlog-Accepted", "1"));
    }

    /** A publish to the response topic. */
    public void reply(String text) {
        connection.publish(responseTopic, correlationData, text);
    }
}
