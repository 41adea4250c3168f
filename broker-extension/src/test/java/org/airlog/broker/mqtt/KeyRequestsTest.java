package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.services.publish.PublishService;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Origin;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.PublishTopic.SealingKeys;
import org.airlog.broker.intake.Toll;
import org.airlog.broker.intake.Transport;
import org.airlog.broker.intake.limit.AddressBlocks;
import org.airlog.broker.intake.limit.Limit;
import org.airlog.broker.intake.limit.LimitRules;
import org.airlog.broker.intake.limit.Limits;
import org.airlog.broker.sensor.SealKeeper;
import org.airlog.configuration.Rate;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.junit.jupiter.api.Test;

class KeyRequestsTest {

    private final Limits limits = new Limits(rules(), new SplittableRandom(1));
    private final KeyRequests requests = new KeyRequests(
            new RegistryRequests(
                    new InMemoryDirectory(),
                    new Replies(
                            Fakes.answering(SubscriptionStore.class, Map.of()),
                            Fakes.answering(PublishService.class, Map.of()),
                            () -> {
                                throw new AssertionError("no answer is sent");
                            }),
                    Runnable::run),
            Fakes.answering(SealKeeper.class, Map.of()),
            () -> new Moment(Instant.EPOCH, true, 0));

    /** No topic is a way around the limit of an address. */
    @Test
    void aStrangersRequestCountsAgainstItsAddress() {
        assertThat(reasonOf(ask())).isEqualTo(Reason.NOT_ALLOWED);

        assertThat(reasonOf(ask())).isEqualTo(Reason.OVER_LIMIT);
    }

    private Outcome ask() {
        var request = new Publish(
                "v1/registry/keys/count",
                Payload.ofText(""),
                1,
                false,
                Protocol.MQTT_5,
                new Origin(Principal.ANONYMOUS, "stranger", "192.0.2.7", Transport.PLAIN),
                "",
                List.of(),
                Optional.of("client/stranger/keys"));
        var toll = new Toll(limits, request.origin(), Duration.ZERO);
        return requests.perform(new SealingKeys(SealingKeys.Question.COUNT), request, null, toll)
                .toCompletableFuture()
                .join();
    }

    private static Reason reasonOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).rejected().reason();
    }

    private static LimitRules rules() {
        var rates = new EnumMap<Limit, Rate>(Limit.class);
        for (Limit limit : Limit.values()) {
            rates.put(limit, new Rate(1, Duration.ofHours(1), 1));
        }
        return new LimitRules(true, rates, AddressBlocks.NONE);
    }
}
