package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.services.publish.PublishService;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import com.hivemq.extension.sdk.api.services.subscription.TopicSubscription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.airlog.broker.intake.Origin;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.Transport;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.junit.jupiter.api.Test;

class RegistryRequestsTest {

    private static final String REPLIES = "client/device/registration";
    private static final Publish REQUEST = new Publish(
            "v1/sensors/123e4567-e89b-12d3-a456-426655440000",
            Payload.ofText("{}"),
            1,
            false,
            Protocol.MQTT_5,
            new Origin(Principal.ANONYMOUS, "device", "192.0.2.7", Transport.TLS),
            "",
            List.of(),
            Optional.of(REPLIES));

    /** An outage is no bug: it is not logged as one, whoever asks how often. */
    @Test
    void aRegistryThatCannotBeReachedIsARefusalThatSaysSo() {
        var directory = new InMemoryDirectory();
        directory.isAway = true;
        var subscription = Fakes.answering(TopicSubscription.class, Map.of("getTopicFilter", REPLIES));
        var subscriptions = Fakes.answering(
                SubscriptionStore.class,
                Map.of("getSubscriptions", CompletableFuture.completedFuture(Set.of(subscription))));
        var replies = new Replies(subscriptions, Fakes.answering(PublishService.class, Map.of()), () -> {
            throw new AssertionError("no answer is sent");
        });

        Outcome outcome = new RegistryRequests(directory, replies, Runnable::run)
                .whenReady(REQUEST, () -> RegistryRequests.refused(Reason.MALFORMED, "never asked"))
                .toCompletableFuture()
                .join();

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.rejected().reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(refused.rejected().detail()).startsWith("the registry of sensors cannot be reached");
        });
    }
}
