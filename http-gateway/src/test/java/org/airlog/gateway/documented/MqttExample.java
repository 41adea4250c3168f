package org.airlog.gateway.documented;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A publish of {@code asyncapi.yaml} and what follows from it.
 *
 * @param channel its name in the document
 * @param isMqtt5 false where the channel is for MQTT 3.1.1 first
 * @param isOperators whether it takes an operator
 * @param headers user properties, and {@code responseTopic}
 * @param faults what in it breaks its own schemas
 * @param answer headers of the PUBACK
 * @param isAccepted whether the document says that it is
 * @param reply what comes on the response topic
 * @param refusal on the errors topic
 * @param delivery to subscribers
 * @param record in {@code airlog.observations}
 */
public record MqttExample(
        String channel,
        String name,
        boolean isMqtt5,
        boolean isOperators,
        int qos,
        String topic,
        String contentType,
        Map<String, String> headers,
        String payload,
        List<String> faults,
        Optional<JsonNode> answer,
        boolean isAccepted,
        Optional<JsonNode> reply,
        Optional<JsonNode> refusal,
        Optional<JsonNode> delivery,
        Optional<JsonNode> record) {

    @Override
    public String toString() {
        return channel + " " + name;
    }
}
