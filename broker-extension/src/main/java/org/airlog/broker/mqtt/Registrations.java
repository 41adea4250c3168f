package org.airlog.broker.mqtt;

import static org.airlog.observation.Reason.NOT_ALLOWED;
import static org.airlog.observation.Reason.UNAVAILABLE;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.PublishBuilder;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import com.hivemq.extension.sdk.api.services.publish.PublishToClientResult;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.RegistrationForm;
import org.airlog.broker.intake.RegistrationRules;
import org.airlog.broker.intake.Rules;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Reason;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Registration by MQTT 5 request and response: the secret goes to the response topic of the one client that asked, and
 * only after its record was read back.
 *
 * <p>The registry is not touched before the answer can arrive: the response topic must be the client's own and subscribed.
 * The answer has QoS 0, which HiveMQ never queues: a secret that waits for an offline session would go to whoever
 * connects next under that client id. Lost on the way, it is asked for again. Sealing and answering are done by an
 * executor of our own, as the registry's one thread is everybody's; what it rejects is refused. Never blocks; thread-safe.
 */
final class Registrations {

    private static final long REPLY_EXPIRY_SECONDS = 10;

    private final SensorDirectory directory;
    private final NewRegistration newRegistration;
    private final SubscriptionStore subscriptions;
    private final PublishService publishService;
    private final Supplier<PublishBuilder> builders;
    private final Supplier<Moment> clock;
    private final Rules rules;
    private final Executor judging;

    /** {@code judging} is bounded: it rejects what it cannot do soon. */
    Registrations(
            SensorDirectory directory,
            NewRegistration newRegistration,
            SubscriptionStore subscriptions,
            PublishService publishService,
            Supplier<PublishBuilder> builders,
            Supplier<Moment> clock,
            Rules rules,
            Executor judging) {
        this.directory = directory;
        this.newRegistration = newRegistration;
        this.subscriptions = subscriptions;
        this.publishService = publishService;
        this.builders = builders;
        this.clock = clock;
        this.rules = rules;
        this.judging = judging;
    }

    /** Registers {@code suid} as {@code request} asks; {@code correlation} is echoed. */
    CompletionStage<Outcome> register(Suid suid, Publish request, @Nullable ByteBuffer correlation) {
        Optional<Rejected> objection = RegistrationRules.objection(request);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        if (!directory.isLoaded()) {
            return refused(UNAVAILABLE, "the registry of sensors is not loaded yet");
        }
        RegistrationForm form;
        try {
            form = RegistrationForm.parse(request.payload());
        } catch (Refusal refusal) {
            return refused(refusal.reason(), refusal.detail());
        }
        String responseTopic = request.responseTopic().orElseThrow();
        return isSubscribed(request.origin().clientId(), responseTopic)
                .thenCompose(isSubscribed -> isSubscribed
                        ? directory
                                .catchUp()
                                .thenComposeAsync(ready -> append(suid, form, request, correlation), judging)
                        : refused(NOT_ALLOWED, "subscribe to the response topic first"))
                .exceptionally(Registrations::refusal);
    }

    private static Outcome refusal(Throwable failure) {
        if (failure instanceof RejectedExecutionException || failure.getCause() instanceof RejectedExecutionException) {
            return new Outcome.Refused(
                    Rejected.of(UNAVAILABLE, "too much waits to be judged just now: register again"));
        }
        throw failure instanceof CompletionException other ? other : new CompletionException(failure);
    }

    private CompletionStage<Outcome> append(
            Suid suid, RegistrationForm form, Publish request, @Nullable ByteBuffer correlation) {
        Sensor current = directory.find(suid);
        Optional<Rejected> objection = RegistrationRules.objection(suid, current, rules);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        Secret secret = newRegistration.secret();
        var step = newRegistration.step(suid, current, form, secret, clock.get().time());
        return directory
                .append(step)
                .thenComposeAsync(
                        counts -> counts
                                ? reply(request, correlation, secret)
                                : refused(NOT_ALLOWED, "another registration of this SUID came first"),
                        judging);
    }

    private CompletionStage<Outcome> reply(Publish request, @Nullable ByteBuffer correlation, Secret secret) {
        var reply = builders.get()
                .topic(request.responseTopic().orElseThrow())
                .qos(Qos.AT_MOST_ONCE)
                .messageExpiryInterval(REPLY_EXPIRY_SECONDS)
                .contentType("text/plain")
                .correlationData(correlation)
                .payload(ByteBuffer.wrap(secret.reveal().getBytes(StandardCharsets.UTF_8)))
                .build();
        return publishService
                .publishToClient(reply, request.origin().clientId())
                .thenCompose(result -> result == PublishToClientResult.SUCCESSFUL
                        ? CompletableFuture.completedFuture(new Outcome.Registered())
                        : refused(UNAVAILABLE, "the answer could not be delivered: register again"));
    }

    private CompletionStage<Boolean> isSubscribed(String clientId, String topic) {
        return subscriptions.getSubscriptions(clientId).thenApply(all -> all.stream()
                .anyMatch(subscription -> TopicFilters.matches(subscription.getTopicFilter(), topic)));
    }

    private static CompletionStage<Outcome> refused(Reason reason, String detail) {
        return refused(Rejected.of(reason, detail));
    }

    private static CompletionStage<Outcome> refused(Rejected rejected) {
        return CompletableFuture.completedFuture(new Outcome.Refused(rejected));
    }
}
