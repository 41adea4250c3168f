package org.airlog.broker.mqtt;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.PublishTopic;
import org.airlog.observation.Reason;
import org.airlog.observation.TraceContext;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.tracing.Step;
import org.airlog.tracing.Step.Kind;
import org.airlog.tracing.Tracing;

/**
 * What is told of a publish where it is traced: a span {@code publish} from its arrival to its answer and within it {@code
 * kafka send}, until its record is safe. Of the topic only its template, of the payload only its size.
 *
 * <p>The gateway has decided already whether what it sends is traced; everybody else is a stranger. Thread-safe.
 */
final class PublishTraces {

    private final Tracing tracing;

    PublishTraces(Tracing tracing) {
        this.tracing = tracing;
    }

    /** {@code publish} has arrived. */
    Step begin(Publish publish) {
        if (!tracing.isOn()) {
            return Step.NONE;
        }
        Optional<TraceContext> sent = publish.trace();
        Step step = publish.origin().principal() == Principal.GATEWAY
                ? tracing.ofOurs("publish", Kind.SERVER, sent)
                : tracing.ofStranger("publish", Kind.SERVER, sent);
        if (step.isTraced()) {
            step.set("messaging.system", "mqtt")
                    .set("messaging.operation.name", "publish")
                    .set("messaging.operation.type", "process")
                    .set("messaging.destination.template", template(PublishTopic.parse(publish.topic())))
                    .set("messaging.message.body.size", publish.payload().length())
                    .set("network.protocol.name", "mqtt")
                    .set("network.protocol.version", publish.protocol() == Protocol.MQTT_5 ? "5" : "3");
        }
        return step;
    }

    /** The record of {@code publish} is about to be sent. */
    static Step send(Step publish) {
        return publish.child("kafka send", Kind.PRODUCER)
                .set("messaging.system", "kafka")
                .set("messaging.operation.name", "send")
                .set("messaging.operation.type", "send")
                .set("messaging.destination.name", ObservationRecord.TOPIC);
    }

    /** {@code sending} ends when {@code stored} does; what comes back is to be waited for in its stead. */
    static CompletionStage<Void> until(CompletionStage<Void> stored, Step sending) {
        return !sending.isTraced()
                ? stored
                : stored.whenComplete((safe, failure) -> {
                    if (failure != null) {
                        sending.failed("unavailable");
                    }
                    sending.end();
                });
    }

    /** It is answered. That a device is refused is no failure of ours, unless it may send the same again. */
    static void end(Step publish, Outcome outcome) {
        if (outcome instanceof Outcome.Stored stored) {
            publish.set("airlog.outcome", "accepted")
                    .set("airlog.observations", stored.accepted().count());
        } else if (outcome instanceof Outcome.Refused refused) {
            Reason reason = refused.rejected().reason();
            publish.set("airlog.outcome", "refused").set("airlog.reason", reason.label());
            if (reason == Reason.UNAVAILABLE) {
                publish.failed(reason.label());
            }
        } else {
            publish.set("airlog.outcome", "registered");
        }
        publish.end();
    }

    private static String template(PublishTopic topic) {
        if (topic instanceof PublishTopic.Readings readings) {
            return (readings.isRogue() ? "rogue/" : "") + "v1/sensors/{suid}/readings";
        }
        if (topic instanceof PublishTopic.Registration) {
            return "v1/sensors/{suid}";
        }
        if (topic instanceof PublishTopic.Registry request) {
            return "v1/registry/{suid}/" + request.act().word();
        }
        if (topic instanceof PublishTopic.Dialect dialect) {
            return dialect.device().isEmpty()
                    ? dialect.canonical()
                    : dialect.canonical().replace("/" + dialect.device(), "/{device}");
        }
        return topic instanceof PublishTopic.Unknown ? "unknown" : topic.canonical();
    }
}
