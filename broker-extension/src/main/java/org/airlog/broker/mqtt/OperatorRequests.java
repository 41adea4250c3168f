package org.airlog.broker.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.OperatorRules;
import org.airlog.broker.intake.OperatorRules.Ruling;
import org.airlog.broker.intake.Provisioning;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.PublishTopic.Registry;
import org.airlog.broker.intake.RegistrationPolicy;
import org.airlog.broker.intake.RegistrationRules;
import org.airlog.broker.intake.Rules;
import org.airlog.broker.intake.Toll;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Refusal;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.State;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Operators and the portal change the registry by MQTT 5 request and response on {@code v1/registry/{SUID}/{act}}.
 *
 * <p>The answer is JSON: {@code {"suid","act","result"}}, the result {@code done} or {@code unchanged}; of a rotation also
 * {@code secret}, the one time that it is told. What is refused has a PUBACK that says why and no answer. A payload is read
 * for a provisioning alone, see {@link Provisioning}. Never blocks; thread-safe.
 */
final class OperatorRequests {

    private static final JsonFactory JSON = new JsonFactory();

    private final SensorDirectory directory;
    private final RegistryRequests requests;
    private final NewSteps newSteps;
    private final RegistrationPolicy policy;
    private final Rules rules;
    private final Supplier<Moment> clock;

    OperatorRequests(
            SensorDirectory directory,
            RegistryRequests requests,
            NewSteps newSteps,
            RegistrationPolicy policy,
            Rules rules,
            Supplier<Moment> clock) {
        this.directory = directory;
        this.requests = requests;
        this.newSteps = newSteps;
        this.policy = policy;
        this.rules = rules;
        this.clock = clock;
    }

    /** Does what {@code topic} asks for; {@code correlation} is echoed. */
    CompletionStage<Outcome> perform(Registry topic, Publish request, @Nullable ByteBuffer correlation, Toll toll) {
        Optional<Rejected> objection = toll.request(clock.get())
                .or(() -> OperatorRules.objection(request.origin().principal()))
                .or(() -> requests.objection(request));
        if (objection.isPresent()) {
            return RegistryRequests.refused(objection.get());
        }
        Provisioning provisioning = null;
        if (topic.act() == Registry.Act.PROVISION) {
            try {
                provisioning = Provisioning.parse(request.payload());
            } catch (Refusal refusal) {
                return RegistryRequests.refused(refusal.reason(), refusal.detail());
            }
        }
        Provisioning told = provisioning;
        return requests.whenReady(request, () -> append(topic, told, request, correlation));
    }

    private CompletionStage<Outcome> append(
            Registry topic, @Nullable Provisioning told, Publish request, @Nullable ByteBuffer correlation) {
        Sensor current = directory.find(topic.suid());
        if (told != null) {
            Optional<Rejected> objection = RegistrationRules.objection(topic.suid(), current, rules);
            if (objection.isPresent()) {
                return RegistryRequests.refused(objection.get());
            }
        }
        Secret code = told == null ? null : told.claimCode();
        Ruling ruling = OperatorRules.rule(topic.act(), topic.suid(), current, code, policy);
        if (ruling instanceof Ruling.Denied denied) {
            return RegistryRequests.refused(denied.rejected());
        }
        if (!(ruling instanceof Ruling.Step step)) {
            return requests.answer(request, correlation, reply(topic, "unchanged", null));
        }
        Instant now = clock.get().time();
        if (step.state() == State.ROTATED && current instanceof Sensor.Registered registered) {
            Secret secret = newSteps.secret();
            SensorRecord rotation = newSteps.rotation(topic.suid(), registered, secret, now);
            return requests.write(rotation, request, correlation, reply(topic, "done", secret));
        }
        SensorRecord record = told == null
                ? newSteps.plain(topic.suid(), current, step.state(), now)
                : newSteps.provisioning(topic.suid(), current, told, now);
        return requests.write(record, request, correlation, reply(topic, "done", null));
    }

    private static RegistryRequests.Reply reply(Registry topic, String result, @Nullable Secret secret) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("suid", topic.suid().toString());
            json.writeStringField("act", topic.act().word());
            json.writeStringField("result", result);
            if (secret != null) {
                json.writeStringField("secret", secret.reveal());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return new RegistryRequests.Reply("application/json", text.toString());
    }
}
