package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.PublishBuilder;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import com.hivemq.extension.sdk.api.services.publish.PublishToClientResult;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.airlog.broker.intake.Publish;
import org.jspecify.annotations.Nullable;

/**
 * Answers to MQTT 5 requests: to the response topic of the one client that asked, and to nobody else.
 *
 * <p>An answer has QoS 0, which HiveMQ never queues: a secret that waits for an offline session would go to whoever
 * connects next under that client id. Never blocks; thread-safe.
 */
final class Replies {

    private static final long EXPIRY_SECONDS = 10;

    private final SubscriptionStore subscriptions;
    private final PublishService publishService;
    private final Supplier<PublishBuilder> builders;

    Replies(SubscriptionStore subscriptions, PublishService publishService, Supplier<PublishBuilder> builders) {
        this.subscriptions = subscriptions;
        this.publishService = publishService;
        this.builders = builders;
    }

    /** Whether an answer to {@code request} could arrive: to be known before anything is changed. */
    CompletionStage<Boolean> canArrive(Publish request) {
        String topic = request.responseTopic().orElseThrow();
        return subscriptions.getSubscriptions(request.origin().clientId()).thenApply(all -> all.stream()
                .anyMatch(subscription -> TopicFilters.matches(subscription.getTopicFilter(), topic)));
    }

    /** Sends {@code text} and tells whether it has left; {@code correlation} is echoed. */
    CompletionStage<Boolean> send(Publish request, @Nullable ByteBuffer correlation, String contentType, String text) {
        var reply = builders.get()
                .topic(request.responseTopic().orElseThrow())
                .qos(Qos.AT_MOST_ONCE)
                .messageExpiryInterval(EXPIRY_SECONDS)
                .contentType(contentType)
                .correlationData(correlation)
                .payload(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .build();
        return publishService
                .publishToClient(reply, request.origin().clientId())
                .thenApply(result -> result == PublishToClientResult.SUCCESSFUL);
    }
}
