package org.airlog.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.extension.sdk.api.services.general.IterationCallback;
import com.hivemq.extension.sdk.api.services.general.IterationContext;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionsForClientResult;
import com.hivemq.extension.sdk.api.services.subscription.TopicSubscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceTest {

    private static final String SENSOR = "v1/sensors/123e4567-e89b-12d3-a456-426655440000";

    private Duration passed = Duration.ZERO;
    private final Map<String, Object> answers = new HashMap<>();
    private final Audience audience = new Audience(Fakes.answering(SubscriptionStore.class, answers), this::nanoTime);

    @AfterEach
    void close() {
        audience.close();
    }

    @Test
    void perhapsSomebodyListensUntilALookHasFoundNobody() {
        assertThat(audience.mayListen()).isTrue();

        lookAt("client/me/#", SENSOR + "/errors");

        assertThat(audience.mayListen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SENSOR + "/readings",
                "v1/sensors/+/readings",
                "rogue/v1/sensors/+/readings",
                "$share/all/v1/sensors/+/readings",
                "v1/sensors/+/errors",
                "+/sensors/#",
                "#"
            })
    void whateverMightMatchReadingsListens(String filter) {
        lookAt("client/me/#");

        lookAt("client/me/#", filter);
        assertThat(audience.mayListen()).isTrue();
        lookAt();
        assertThat(audience.mayListen()).isFalse();
        audience.subscribes(filter);
        assertThat(audience.mayListen()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client/me/#", SENSOR + "/errors"})
    void repliesAndErrorsAreNoReadings(String filter) {
        lookAt();

        audience.subscribes(filter);

        assertThat(audience.mayListen()).isFalse();
    }

    /** HiveMQ keeps it only after it has been allowed. */
    @Test
    void aLookSoonAfterASubscriptionMayHaveOvertakenIt() {
        audience.subscribes("v1/sensors/+/readings");
        passed = Duration.ofSeconds(Audience.SETTLING_SECONDS).minusNanos(1);
        lookAt();
        assertThat(audience.mayListen()).isTrue();

        passed = Duration.ofSeconds(Audience.SETTLING_SECONDS);
        lookAt();
        assertThat(audience.mayListen()).isFalse();
    }

    @Test
    void aLookDuringWhichSomebodySubscribesDoesNotCount() {
        var looked = new CompletableFuture<Void>();
        answers.put("iterateAllSubscriptions", looked);
        audience.look();

        passed = Duration.ofMinutes(1);
        audience.subscribes("v1/sensors/+/readings");
        looked.complete(null);

        assertThat(audience.mayListen()).isTrue();
    }

    @Test
    void aLookThatFailsLeavesADoubt() {
        lookAt();

        answers.put(
                "iterateAllSubscriptions", CompletableFuture.failedFuture(new IllegalStateException("as asked for")));
        audience.look();
        assertThat(audience.mayListen()).isTrue();

        lookAt();
        answers.put("iterateAllSubscriptions", new IllegalStateException("as asked for"));
        audience.look();
        assertThat(audience.mayListen()).isTrue();
    }

    private long nanoTime() {
        return passed.toNanos();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is the answer
    private void lookAt(String... filters) {
        Function<Object, Object> iterate = callback -> {
            @SuppressWarnings("unchecked")
            var each = (IterationCallback<SubscriptionsForClientResult>) callback;
            each.iterate(Fakes.answering(IterationContext.class, Map.of()), client(filters));
            return CompletableFuture.completedFuture(null);
        };
        answers.put("iterateAllSubscriptions", iterate);
        audience.look();
    }

    private static SubscriptionsForClientResult client(String... filters) {
        Map<String, Object> noHash = Map.of("hashCode", 0, "equals", false);
        var subscriptions = new HashSet<TopicSubscription>();
        for (String filter : filters) {
            var answers = new HashMap<>(noHash);
            answers.put("getTopicFilter", filter);
            subscriptions.add(Fakes.answering(TopicSubscription.class, answers));
        }
        return Fakes.answering(SubscriptionsForClientResult.class, Map.of("getSubscriptions", subscriptions));
    }
}
