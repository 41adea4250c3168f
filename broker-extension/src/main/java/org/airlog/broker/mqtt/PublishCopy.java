package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import com.hivemq.extension.sdk.api.packets.general.UserProperties;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import java.util.ArrayList;
import java.util.List;
import org.airlog.broker.intake.Origin;
import org.airlog.broker.intake.Property;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.observation.Payload;

/** What HiveMQ gives, in our own words. */
final class PublishCopy {

    private PublishCopy() {}

    /** The publish in {@code input}, which came by {@code connection}. */
    static Publish of(PublishInboundInput input, Origin connection) {
        var packet = input.getPublishPacket();
        List<Property> properties = properties(packet.getUserProperties());
        return new Publish(
                packet.getTopic(),
                packet.getPayload().map(Payload::copyOf).orElseGet(() -> Payload.of(new byte[0])),
                packet.getQos().getQosNumber(),
                packet.getRetain(),
                input.getConnectionInformation().getMqttVersion() == MqttVersion.V_5
                        ? Protocol.MQTT_5
                        : Protocol.MQTT_3,
                connection.behind(properties),
                packet.getContentType().orElse(""),
                properties,
                packet.getResponseTopic());
    }

    private static List<Property> properties(UserProperties sent) {
        if (sent.isEmpty()) {
            return List.of();
        }
        var properties = new ArrayList<Property>();
        for (UserProperty property : sent.asList()) {
            properties.add(new Property(property.getName(), property.getValue()));
        }
        return properties;
    }
}
