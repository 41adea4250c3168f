package org.airlog.gateway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import java.util.Optional;
import org.airlog.gateway.upload.Acknowledgement;
import org.airlog.gateway.upload.Outcome;
import org.airlog.gateway.upload.Property;
import org.airlog.gateway.upload.Upload;
import org.jspecify.annotations.Nullable;

/** The MQTT client's words for an {@link Upload} and for what became of it. */
final class Publishes {

    private static final Outcome UNANSWERED =
            Outcome.Refused.unavailable("the connection to the broker ended before it answered");

    private Publishes() {}

    /** QoS 1, not retained. */
    static Mqtt5PublishBuilder.Complete of(Upload upload) {
        var properties = upload.userProperties().stream()
                .map(property -> Mqtt5UserProperty.of(property.name(), property.value()))
                .toList();
        var publish = Mqtt5Publish.builder()
                .topic(upload.topic())
                .payload(upload.payload().bytes())
                .qos(MqttQos.AT_LEAST_ONCE)
                .userProperties(Mqtt5UserProperties.of(properties));
        return upload.contentType().map(publish::contentType).orElse(publish);
    }

    /** What the client's future completed with; anything but a PUBACK leaves open whether the publish was stored. */
    static Outcome outcome(@Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
        return acknowledgement(result, failure).map(Acknowledgement::outcome).orElse(UNANSWERED);
    }

    /** The same for a publish whose success is told by a reply: only whether it was refused. */
    static Optional<Outcome> refusal(@Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
        var acknowledgement = acknowledgement(result, failure);
        return acknowledgement.isPresent()
                ? acknowledgement.flatMap(Acknowledgement::refusal).map(refused -> refused)
                : Optional.of(UNANSWERED);
    }

    private static Optional<Acknowledgement> acknowledgement(
            @Nullable Mqtt5PublishResult result, @Nullable Throwable failure) {
        if (result instanceof Mqtt5PublishResult.Mqtt5Qos1Result acknowledged) {
            return Optional.of(acknowledgement(acknowledged.getPubAck()));
        }
        if (failure instanceof Mqtt5PubAckException refused) {
            return Optional.of(acknowledgement(refused.getMqttMessage()));
        }
        return Optional.empty();
    }

    private static Acknowledgement acknowledgement(Mqtt5PubAck pubAck) {
        return new Acknowledgement(
                pubAck.getReasonCode().getCode(),
                pubAck.getReasonString().map(Object::toString),
                pubAck.getUserProperties().asList().stream()
                        .map(property -> new Property(
                                property.getName().toString(),
                                property.getValue().toString()))
                        .toList());
    }
}
