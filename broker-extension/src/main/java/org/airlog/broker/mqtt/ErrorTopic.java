package org.airlog.broker.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.PublishBuilder;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Supplier;
import org.airlog.broker.intake.PublishTopic;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a device on {@code v1/sensors/{SUID}/errors} what was refused: JSON {@code {reason, detail, receivedAt}}, to the
 * client that published and to nobody else, if it has subscribed.
 *
 * <p>A courtesy: it is not waited for, and what fails is only logged. Sent with QoS 0, which HiveMQ never queues: what
 * waits for an offline session goes to whoever connects next under its client id.
 */
final class ErrorTopic {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorTopic.class);
    private static final JsonFactory JSON = new JsonFactory();

    private final PublishService publishService;
    private final Supplier<PublishBuilder> builders;

    ErrorTopic(PublishService publishService, Supplier<PublishBuilder> builders) {
        this.publishService = publishService;
        this.builders = builders;
    }

    /** Tells {@code clientId} of one refusal. */
    void tell(String clientId, Suid suid, Reason reason, String detail, Instant receivedAt) {
        var publish = builders.get()
                .topic(PublishTopic.errors(suid))
                .qos(Qos.AT_MOST_ONCE)
                .contentType("application/json")
                .payload(ByteBuffer.wrap(json(reason, detail, receivedAt)))
                .build();
        var unused = publishService.publishToClient(publish, clientId).whenComplete((result, failure) -> {
            if (failure != null) {
                LOG.debug("A device could not be told of a refusal", failure);
            }
        });
    }

    private static byte[] json(Reason reason, String detail, Instant receivedAt) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("reason", reason.label());
            json.writeStringField("detail", detail);
            json.writeStringField("receivedAt", receivedAt.toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return bytes.toByteArray();
    }
}
