package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.ModifiableUserProperties;
import com.hivemq.extension.sdk.api.packets.general.UserProperties;
import com.hivemq.extension.sdk.api.packets.general.UserProperty;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.ModifiablePublishPacket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.airlog.broker.intake.Property;
import org.airlog.broker.intake.Verdict.Delivery;
import org.airlog.observation.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one answer to one publish. Each method sets what HiveMQ shall do and resumes, in that order and on the calling
 * thread: what is set after {@code resume} is lost without a word. The first answer counts, later ones do nothing.
 *
 * <p>An answer without PUBACK cannot be given by an interceptor. So the publish goes on under a topic that {@link
 * SecondLock} knows, and it ends the connection: an authorizer can do that without an acknowledgement, and on this very
 * connection, where {@code ClientService.disconnectClient} would hit the one that has taken over the client id meanwhile.
 */
final class Answer {

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    private static final String REFUSED_TOPIC = "refused/";
    private static final String REFUSAL = "refusal";
    private static final String PAUSE = "pause";

    private final Async<PublishInboundOutput> async;
    private final AtomicBoolean isGiven = new AtomicBoolean();

    Answer(Async<PublishInboundOutput> async) {
        this.async = async;
    }

    /** Stored: subscribers get {@code delivery}, without what is not for them, and the PUBACK leaves. */
    void deliver(Delivery delivery) {
        give(output -> {
            ModifiablePublishPacket packet = output.getPublishPacket();
            packet.setTopic(delivery.topic());
            packet.setPayload(ByteBuffer.wrap(delivery.payload().bytes()));
            packet.setContentType("application/json");
            strip(packet.getUserProperties());
        });
    }

    /** The PUBACK leaves, and nobody sees the publish. */
    void acknowledge() {
        give(PublishInboundOutput::preventPublishDelivery);
    }

    /** A PUBACK with {@code code} leaves, and nobody sees the publish. */
    void refuse(AckReasonCode code, String text) {
        give(output -> output.preventPublishDelivery(code, text));
    }

    /** No PUBACK leaves: {@link SecondLock} ends the connection for {@code reason}. */
    void disconnect(Reason reason, String text) {
        give(output -> disconnect(output, reason, text));
    }

    /** The same, but the connection lasts for {@code pause} yet. */
    void disconnect(Reason reason, String text, Duration pause) {
        give(output -> {
            disconnect(output, reason, text);
            output.getPublishPacket().getUserProperties().addUserProperty(PAUSE, pause.toString());
        });
    }

    /** The last word after a bug; needs nothing of ours that could fail again. */
    static void failClosed(Async<PublishInboundOutput> async) {
        try {
            failClosed(async.getOutput());
        } finally {
            async.resume();
        }
    }

    /** The reason for which {@link #disconnect} sent a publish on under {@code topic}. */
    static Optional<Reason> refusalIn(String topic) {
        return topic.startsWith(REFUSED_TOPIC)
                ? Reason.ofReasonString(topic.substring(REFUSED_TOPIC.length()))
                : Optional.empty();
    }

    /** The text of {@link #disconnect}, which it left in {@code properties}. */
    static Optional<String> refusalText(UserProperties properties) {
        return properties.getFirst(REFUSAL);
    }

    /** How long the connection lasts yet. */
    static Duration pause(UserProperties properties) {
        return properties.getFirst(PAUSE).map(Duration::parse).orElse(Duration.ZERO);
    }

    /** In one pass: HiveMQ searches its list from the front for each that is removed, and 80,000 fit into a packet. */
    private static void strip(ModifiableUserProperties properties) {
        List<? extends UserProperty> sent = properties.asList();
        List<? extends UserProperty> visible = sent.stream()
                .filter(property -> !new Property(property.getName(), property.getValue()).isPrivate())
                .toList();
        if (visible.size() < sent.size()) {
            properties.clear();
            visible.forEach(properties::addUserProperty);
        }
    }

    private static void disconnect(PublishInboundOutput output, Reason reason, String text) {
        ModifiablePublishPacket packet = output.getPublishPacket();
        packet.setTopic(REFUSED_TOPIC + reason.label());
        packet.getUserProperties().clear();
        packet.getUserProperties().addUserProperty(REFUSAL, text);
    }

    private void give(Step step) {
        if (isGiven.compareAndSet(false, true)) {
            try {
                step.set(async.getOutput());
            } catch (Throwable bug) {
                LOG.error("A publish is refused because of a bug", bug);
                failClosed(async.getOutput());
            } finally {
                async.resume();
            }
        }
    }

    /** Left as it came, the publish would pass the second lock and be acknowledged. */
    private static void failClosed(PublishInboundOutput output) {
        try {
            disconnect(output, Reason.UNAVAILABLE, Reason.UNAVAILABLE.label());
        } catch (Throwable bug) {
            output.preventPublishDelivery(ReasonCodes.acknowledgement(Reason.UNAVAILABLE));
        }
    }

    /** What HiveMQ is told before it goes on. */
    private interface Step {
        void set(PublishInboundOutput output);
    }
}
