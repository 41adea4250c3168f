package org.airlog.broker.mqtt;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.RegistrationForm;
import org.airlog.broker.intake.RegistrationPolicy;
import org.airlog.broker.intake.RegistrationPolicy.Ruling;
import org.airlog.broker.intake.RegistrationRules;
import org.airlog.broker.intake.Rules;
import org.airlog.broker.intake.Toll;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Refusal;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Devices register by MQTT 5 request and response: the answer is the secret, as text. Lost on the way, it is asked for
 * again. Never blocks; thread-safe.
 */
final class Registrations {

    private final SensorDirectory directory;
    private final RegistryRequests requests;
    private final NewSteps newSteps;
    private final RegistrationPolicy policy;
    private final Supplier<Moment> clock;

    Registrations(
            SensorDirectory directory,
            RegistryRequests requests,
            NewSteps newSteps,
            RegistrationPolicy policy,
            Supplier<Moment> clock) {
        this.directory = directory;
        this.requests = requests;
        this.newSteps = newSteps;
        this.policy = policy;
        this.clock = clock;
    }

    /** Registers {@code suid} as {@code request} asks, by {@code rules}; {@code correlation} is echoed. */
    CompletionStage<Outcome> register(
            Suid suid, Publish request, @Nullable ByteBuffer correlation, Rules rules, Toll toll) {
        Optional<Rejected> objection = toll.registration(clock.get()).or(() -> requests.objection(request));
        if (objection.isPresent()) {
            return RegistryRequests.refused(objection.get());
        }
        RegistrationForm form;
        try {
            form = RegistrationForm.parse(request.payload());
        } catch (Refusal refusal) {
            return RegistryRequests.refused(refusal.reason(), refusal.detail());
        }
        return requests.whenReady(request, () -> append(suid, form, request, correlation, rules));
    }

    private CompletionStage<Outcome> append(
            Suid suid, RegistrationForm form, Publish request, @Nullable ByteBuffer correlation, Rules rules) {
        Sensor current = directory.find(suid);
        Optional<Rejected> objection = RegistrationRules.objection(suid, current, rules);
        if (objection.isPresent()) {
            return RegistryRequests.refused(objection.get());
        }
        Moment now = clock.get();
        Ruling ruling = policy.rule(suid, current, request, form.claimCode(), now);
        if (ruling instanceof Ruling.Denied denied) {
            return RegistryRequests.refused(denied.rejected());
        }
        Secret secret = newSteps.secret();
        var step = newSteps.registration(suid, current, form, (Ruling.Granted) ruling, secret, now.time());
        return requests.write(step, request, correlation, new RegistryRequests.Reply("text/plain", secret.reveal()));
    }
}
