package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import org.airlog.broker.intake.Property;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.observation.Payload;

/** What HiveMQ gives, in our own words. */
final class PublishCopy {

    private PublishCopy() {}

    /** The publish in {@code input}. */
    static Publish of(PublishInboundInput input) {
        var packet = input.getPublishPacket();
        var connection = input.getConnectionInformation();
        var properties = packet.getUserProperties().asList().stream()
                .map(property -> new Property(property.getName(), property.getValue()))
                .toList();
        var origin = Connection.origin(connection, input.getClientInformation().getClientId());
        return new Publish(
                packet.getTopic(),
                packet.getPayload().map(Payload::copyOf).orElseGet(() -> Payload.of(new byte[0])),
                packet.getQos().getQosNumber(),
                packet.getRetain(),
                connection.getMqttVersion() == MqttVersion.V_5 ? Protocol.MQTT_5 : Protocol.MQTT_3,
                origin.behind(properties),
                packet.getContentType().orElse(""),
                properties,
                packet.getResponseTopic());
    }
}
