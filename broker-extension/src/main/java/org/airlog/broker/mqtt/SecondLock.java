package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import java.time.Duration;
import java.util.Optional;
import org.airlog.broker.intake.PublishTopic;
import org.airlog.observation.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock behind the {@link Door}: lets through what the door sent on, and nothing else.
 *
 * <p>It denies Wills, which pass no interceptor, retained publishes, and every publish of a connection that has no door. It
 * also ends the connections that the door wants ended, see {@link Answer#disconnect}. Subscriptions are denied but for a client's own replies, a sensor's errors, and
 * readings for operators, {@value #MAX_SUBSCRIPTIONS} of them a connection: a stranger could otherwise fill the broker's
 * memory with filters of his own.
 */
final class SecondLock implements PublishAuthorizer, SubscriptionAuthorizer {

    private static final Logger LOG = LoggerFactory.getLogger(SecondLock.class);

    static final int MAX_SUBSCRIPTIONS = 100;

    /** More than a timer is late. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Delays delays;
    private final Audience audience;

    /** {@code audience} is told of every subscription before it is allowed. */
    SecondLock(Delays delays, Audience audience) {
        this.delays = delays;
        this.audience = audience;
    }

    @Override
    public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
        try {
            PublishPacket packet = input.getPublishPacket();
            if (packet instanceof WillPublishPacket) {
                output.failAuthorization();
                return;
            }
            if (!Connection.isBehindDoor(input.getConnectionInformation())) {
                LOG.error("A connection has no door: its publishes are refused");
                disconnect(output, Reason.UNAVAILABLE, Reason.UNAVAILABLE.label());
                return;
            }
            Optional<Reason> refusal = Answer.refusalIn(packet.getTopic());
            if (refusal.isPresent()) {
                var properties = packet.getUserProperties();
                disconnect(
                        output,
                        refusal.get(),
                        Answer.refusalText(properties).orElse(refusal.get().label()));
                hold(output, Answer.pause(properties));
            } else if (isDelivered(packet.getTopic()) && !packet.getRetain()) {
                output.authorizeSuccessfully();
            } else {
                output.failAuthorization();
            }
        } catch (Throwable bug) {
            LOG.error("A publish is refused because of a bug", bug);
            disconnect(output, Reason.UNAVAILABLE, Reason.UNAVAILABLE.label());
        }
    }

    @Override
    public void authorizeSubscribe(SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
        try {
            var principal = Connection.principal(input.getConnectionInformation());
            String clientId = input.getClientInformation().getClientId();
            String filter = input.getSubscription().getTopicFilter();
            if (!Subscriptions.isAllowed(principal, clientId, filter)) {
                output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
            } else if (Connection.countSubscription(input.getConnectionInformation()) > MAX_SUBSCRIPTIONS) {
                output.failAuthorization(SubackReasonCode.QUOTA_EXCEEDED);
            } else {
                audience.subscribes(filter);
                output.authorizeSuccessfully();
            }
        } catch (Throwable bug) {
            LOG.error("A subscription is refused because of a bug", bug);
            output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
        }
    }

    /** Readings on their canonical topic: what the door made of every other is either not delivered or a refusal. */
    private static boolean isDelivered(String topic) {
        return PublishTopic.parse(topic) instanceof PublishTopic.Readings readings
                && readings.canonical().equals(topic);
    }

    /** Gives what is set after {@code pause}. */
    private void hold(PublishAuthorizerOutput output, Duration pause) {
        if (!pause.isZero()) {
            var async = output.async(pause.plus(PATIENCE), TimeoutFallback.FAILURE);
            delays.after(pause, async::resume);
        }
    }

    private static void disconnect(PublishAuthorizerOutput output, Reason reason, String text) {
        output.disconnectClient(ReasonCodes.disconnect(reason), text);
    }
}
