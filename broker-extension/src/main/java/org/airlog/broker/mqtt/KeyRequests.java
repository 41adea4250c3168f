package org.airlog.broker.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.OperatorRules;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.PublishTopic.SealingKeys;
import org.airlog.broker.intake.Toll;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.sensor.SealKeeper;
import org.airlog.broker.sensor.SealKeeper.Progress;
import org.airlog.broker.sensor.SealKeeper.Task;
import org.jspecify.annotations.Nullable;

/**
 * Operators ask after the registry's sealing keys by MQTT 5 request and response on {@code v1/registry/keys/{act}}: {@code
 * count} and {@code reseal} begin a job unless one is running, {@code progress} begins nothing.
 *
 * <p>The answer is JSON, see {@link Progress}; it tells ids of keys and numbers, never a key. Never blocks; thread-safe.
 */
final class KeyRequests {

    private static final JsonFactory JSON = new JsonFactory();

    private final RegistryRequests requests;
    private final SealKeeper seals;
    private final Supplier<Moment> clock;

    KeyRequests(RegistryRequests requests, SealKeeper seals, Supplier<Moment> clock) {
        this.requests = requests;
        this.seals = seals;
        this.clock = clock;
    }

    /** Does what {@code topic} asks for; {@code correlation} is echoed. */
    CompletionStage<Outcome> perform(SealingKeys topic, Publish request, @Nullable ByteBuffer correlation, Toll toll) {
        Optional<Rejected> objection = toll.request(clock.get())
                .or(() -> OperatorRules.objectionToKeys(request.origin().principal()))
                .or(() -> requests.objection(request));
        if (objection.isPresent()) {
            return RegistryRequests.refused(objection.get());
        }
        return requests.whenReady(request, () -> requests.answer(request, correlation, reply(topic.question())));
    }

    private RegistryRequests.Reply reply(SealingKeys.Question question) {
        Progress progress =
                switch (question) {
                    case COUNT -> seals.begin(Task.COUNT);
                    case RESEAL -> seals.begin(Task.RESEAL);
                    case PROGRESS -> seals.progress();
                };
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(progress, json);
        } catch (IOException e) {
            throw new UncheckedIOException("a buffer in memory failed", e);
        }
        return new RegistryRequests.Reply("application/json", text.toString());
    }

    private static void write(Progress progress, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("task", progress.task().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("job", progress.number());
        json.writeBooleanField("running", progress.isRunning());
        json.writeNumberField("percent", progress.percent());
        json.writeStringField("current_key", progress.currentKeyId());
        json.writeArrayFieldStart("keys");
        for (String id : progress.keyIds()) {
            json.writeString(id);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("in_use");
        for (var use : new TreeMap<>(progress.use()).entrySet()) {
            json.writeNumberField(use.getKey(), use.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("resealed", progress.resealed());
        json.writeObjectFieldStart("oldest");
        for (var oldest : new TreeMap<>(progress.oldest()).entrySet()) {
            json.writeStringField(oldest.getKey(), oldest.getValue());
        }
        json.writeEndObject();
        json.writeStringField("failure", progress.failure());
        json.writeEndObject();
    }
}
