package org.airlog.broker.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.airlog.broker.intake.Rotation;
import org.airlog.broker.intake.Rules;
import org.airlog.broker.intake.Toll;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Payload;
import org.airlog.observation.Refusal;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecord.Succession;
import org.airlog.observation.signature.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Operators and the portal change the registry by MQTT 5 request and response on {@code v1/registry/{SUID}/{act}}.
 *
 * <p>The answer is JSON: {@code {"suid","act","result"}}, the result {@code done} or {@code unchanged}; of a rotation also
 * {@code secret}, the one time that it is told, and {@code secret_before_until} where that still signs. What is refused has a
 * PUBACK that says why and no answer. A payload is read for a {@link Provisioning} and a {@link Rotation}. Never blocks;
 * thread-safe.
 */
final class OperatorRequests {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String DONE = "done";

    private final SensorDirectory directory;
    private final RegistryRequests requests;
    private final NewSteps newSteps;
    private final RegistrationPolicy policy;
    private final Duration overlap;
    private final Supplier<Moment> clock;

    /** {@code overlap} is how long a rotated secret still signs. */
    OperatorRequests(
            SensorDirectory directory,
            RegistryRequests requests,
            NewSteps newSteps,
            RegistrationPolicy policy,
            Duration overlap,
            Supplier<Moment> clock) {
        this.directory = directory;
        this.requests = requests;
        this.newSteps = newSteps;
        this.policy = policy;
        this.overlap = overlap;
        this.clock = clock;
    }

    /** Does what {@code topic} asks for, by {@code rules}; {@code correlation} is echoed. */
    CompletionStage<Outcome> perform(
            Registry topic, Publish request, @Nullable ByteBuffer correlation, Rules rules, Toll toll) {
        Optional<Rejected> objection = toll.request(clock.get())
                .or(() -> OperatorRules.objection(request.origin().principal()))
                .or(() -> requests.objection(request));
        if (objection.isPresent()) {
            return RegistryRequests.refused(objection.get());
        }
        try {
            Payload payload = request.payload();
            if (topic.act() == Registry.Act.ROTATE) {
                var rotation = Rotation.parse(payload);
                return requests.whenReady(request, () -> rotate(topic, rotation, request, correlation));
            }
            Provisioning told = topic.act() == Registry.Act.PROVISION ? Provisioning.parse(payload) : null;
            return requests.whenReady(request, () -> append(topic, told, request, correlation, rules));
        } catch (Refusal refusal) {
            return RegistryRequests.refused(refusal.reason(), refusal.detail());
        }
    }

    private CompletionStage<Outcome> rotate(
            Registry topic, Rotation rotation, Publish request, @Nullable ByteBuffer correlation) {
        Moment now = clock.get();
        Optional<Rejected> objection = rotation.objection(now);
        if (objection.isPresent()) {
            return RegistryRequests.refused(objection.get());
        }
        Sensor current = directory.find(topic.suid());
        if (OperatorRules.rule(topic.act(), topic.suid(), current, null, policy) instanceof Ruling.Denied denied) {
            return RegistryRequests.refused(denied.rejected());
        }
        Secret secret = newSteps.secret();
        var registered = (Sensor.Registered) current;
        Succession succession = rotation.of(registered, overlap, now);
        SensorRecord step = newSteps.rotation(topic.suid(), registered, succession, secret, now.time());
        return requests.write(step, request, correlation, reply(topic, secret, succession));
    }

    private CompletionStage<Outcome> append(
            Registry topic,
            @Nullable Provisioning told,
            Publish request,
            @Nullable ByteBuffer correlation,
            Rules rules) {
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
            return requests.answer(request, correlation, reply(topic, Map.of("result", "unchanged")));
        }
        Instant now = clock.get().time();
        SensorRecord record = told == null
                ? newSteps.plain(topic.suid(), current, step.state(), now)
                : newSteps.provisioning(topic.suid(), current, told, now);
        return requests.write(record, request, correlation, reply(topic, Map.of("result", DONE)));
    }

    private static RegistryRequests.Reply reply(Registry topic, Secret secret, Succession succession) {
        var members = new LinkedHashMap<String, String>();
        members.put("result", DONE);
        members.put("secret", secret.reveal());
        if (succession.keptUntil() != null) {
            members.put("secret_before_until", succession.keptUntil().toString());
        }
        return reply(topic, members);
    }

    private static RegistryRequests.Reply reply(Registry topic, Map<String, String> members) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("suid", topic.suid().toString());
            json.writeStringField("act", topic.act().word());
            for (Map.Entry<String, String> member : members.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return new RegistryRequests.Reply("application/json", text.toString());
    }
}
