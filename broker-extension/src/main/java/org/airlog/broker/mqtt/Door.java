package org.airlog.broker.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.airlog.broker.intake.Origin;
import org.airlog.broker.intake.Principal;
import org.airlog.broker.intake.Protocol;
import org.airlog.broker.intake.Publish;
import org.airlog.broker.intake.PublishTopic;
import org.airlog.broker.intake.Terms;
import org.airlog.broker.intake.Toll;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Delivery;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.limit.Wait;
import org.airlog.observation.Reason;
import org.airlog.tracing.Step;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door: every publish of one connection passes here, and none is acknowledged before its observations are safe.
 *
 * <p>A publish is copied, decided, stored and answered:
 *
 * <ol>
 *   <li>{@link PublishCopy} puts what HiveMQ gave into our own words;
 *   <li>{@link Reception} decides and stores, {@link Registrations} and {@link OperatorRequests} change the registry, and {@link
 *       KeyRequests} its seals;
 *   <li>{@link Answer} tells HiveMQ, {@link Receipts} what the PUBACK says, {@link Refusals} who else is told.
 * </ol>
 *
 * <p>Fails closed: an interceptor that throws or times out would have its publish acknowledged as a success, so the first
 * statement makes every such end a refusal, and every {@link Throwable} is caught. Called on HiveMQ's task threads, which
 * many clients share: nothing here blocks. QoS 2 is refused at once, as HiveMQ acknowledges a resend of it unseen.
 *
 * <p>HiveMQ has one queue for all that an extension does for a client. Where a client sends many publishes at once, all of
 * them stand in it before the first acknowledgement: one that ended the connection while it is looked at, or while
 * {@link Receipts} still wait in that queue, would overtake the acknowledgements of those before it, and a client that sends
 * all again would come to no end. Hence {@link #end}.
 */
final class Door implements PublishInboundInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private static final Rejected BUG = Rejected.of(Reason.UNAVAILABLE, "no decision could be made");

    private final DoorParts parts;
    private final Receipts receipts;
    private volatile @Nullable Origin origin;
    /** Why the connection ends, once that is decided. */
    private volatile @Nullable Reason ending;

    /** The door of one connection; {@code parts} are shared, {@code receipts} its own. */
    Door(DoorParts parts, Receipts receipts) {
        this.parts = parts;
        this.receipts = receipts;
    }

    @Override
    public void onInboundPublish(PublishInboundInput input, PublishInboundOutput output) {
        Async<PublishInboundOutput> async = output.async(
                parts.patience().broker(),
                TimeoutFallback.FAILURE,
                AckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
                "unavailable: no decision in time");
        try {
            Reason why = ending;
            if (input.getPublishPacket().getQos() == Qos.EXACTLY_ONCE) {
                refuseQos2(input, new Answer(async));
            } else if (why != null) {
                parts.metrics().received();
                parts.metrics().rejected(Rejected.of(why, "the connection ends"));
                new Answer(async).disconnect(why, why.label());
            } else {
                receive(input, new Answer(async));
            }
        } catch (Throwable bug) {
            LOG.error("A publish is refused because of a bug", bug);
            Answer.failClosed(async);
            parts.metrics().rejected(BUG);
        }
    }

    private void receive(PublishInboundInput input, Answer answer) {
        Publish publish = PublishCopy.of(input, origin(input));
        Terms terms = parts.terms().get();
        var toll = new Toll(terms.limits(), publish.origin(), patience(publish));
        PublishPacket packet = input.getPublishPacket();
        parts.metrics().received();
        long since = System.nanoTime();
        Step trace = parts.traces().begin(publish);
        parts.underWay()
                .during(() -> decide(publish, packet, terms, toll, trace))
                .exceptionally(Door::afterFailure)
                .thenAccept(outcome -> {
                    parts.metrics().decided(System.nanoTime() - since, trace);
                    PublishTraces.end(trace, outcome);
                    conclude(publish, packet.getPacketId(), outcome, held(toll, outcome), answer);
                })
                .exceptionally(bug -> {
                    LOG.error("A publish is refused because of a bug", bug);
                    answer.disconnect(BUG.reason(), BUG.detail());
                    parts.metrics().rejected(BUG);
                    return null;
                });
    }

    /** The same for all publishes of a connection. */
    private Origin origin(PublishInboundInput input) {
        Origin known = origin;
        if (known == null) {
            known = Connection.origin(
                    input.getConnectionInformation(),
                    input.getClientInformation().getClientId());
            origin = known;
        }
        return known;
    }

    private CompletionStage<Outcome> decide(Publish publish, PublishPacket packet, Terms terms, Toll toll, Step trace) {
        PublishTopic topic = PublishTopic.parse(publish.topic());
        ByteBuffer correlation = packet.getCorrelationData().orElse(null);
        if (topic instanceof PublishTopic.Registration registration) {
            return parts.registrations().register(registration.suid(), publish, correlation, terms.rules(), toll);
        }
        if (topic instanceof PublishTopic.Registry request) {
            return parts.operatorRequests().perform(request, publish, correlation, terms.rules(), toll);
        }
        if (topic instanceof PublishTopic.SealingKeys request) {
            return parts.keyRequests().perform(request, publish, correlation, toll);
        }
        return parts.reception().receive(publish, terms.intake(), toll, trace);
    }

    /**
     * How long the sender may be made to wait. Not on QoS 0, where nobody waits and publishes would only pile up; nor the
     * gateway, whose connections are many devices': they are told to wait.
     */
    private Duration patience(Publish publish) {
        boolean mayWait = publish.qos() == 1 && publish.origin().principal() != Principal.GATEWAY;
        return mayWait ? parts.delays().longest() : Duration.ZERO;
    }

    /** Holds an answer back for what its publish owes; those that end the connection have a delay of their own. */
    private Consumer<Runnable> held(Toll toll, Outcome outcome) {
        Optional<Wait> owed = toll.owed();
        boolean isHeld = owed.isPresent()
                && !(outcome instanceof Outcome.Refused refused
                        && refused.rejected().reason().recovery() == Reason.Recovery.RESEND_LATER);
        if (!isHeld) {
            return Runnable::run;
        }
        parts.metrics().delayed(owed.get());
        return answer -> parts.delays().after(owed.get().duration(), answer);
    }

    private void conclude(Publish publish, int packetId, Outcome outcome, Consumer<Runnable> held, Answer answer) {
        if (outcome instanceof Outcome.Stored stored) {
            Accepted accepted = stored.accepted();
            parts.refusals().tellPartOf(publish, accepted);
            if (wantsReceipt(publish, accepted)) {
                receipts.write(packetId, accepted);
            }
            parts.metrics().accepted(accepted);
            held.accept(() -> acknowledge(accepted, answer));
        } else if (outcome instanceof Outcome.Refused refused) {
            parts.refusals().tell(publish, refused.rejected());
            parts.metrics().rejected(refused.rejected());
            refuse(publish, packetId, refused.rejected(), held, answer);
        } else {
            parts.metrics().registered();
            held.accept(answer::acknowledge);
        }
    }

    /** The gateway is to say how many observations were accepted; whoever sent them knows that, where all were. */
    private static boolean wantsReceipt(Publish publish, Accepted accepted) {
        return publish.protocol() == Protocol.MQTT_5
                && publish.qos() == 1
                && (!accepted.isWhole() || publish.origin().principal() == Principal.GATEWAY);
    }

    /** Asks for the audience as late as can be: who subscribes while Kafka confirms gets them, too. */
    private void acknowledge(Accepted accepted, Answer answer) {
        Optional<Delivery> delivery = accepted.delivery();
        if (delivery.isPresent() && parts.audience().mayListen()) {
            answer.deliver(delivery.get());
        } else {
            answer.acknowledge();
        }
    }

    private void refuse(Publish publish, int packetId, Rejected rejected, Consumer<Runnable> held, Answer answer) {
        ReasonCodes.Reply reply = ReasonCodes.reply(publish, rejected);
        if (reply instanceof ReasonCodes.Reply.Refuse refuse) {
            rejected.overLimit().ifPresent(wait -> receipts.write(packetId, wait));
            held.accept(() -> answer.refuse(refuse.code(), refuse.text()));
        } else if (reply instanceof ReasonCodes.Reply.Disconnect disconnect) {
            end(rejected.reason(), disconnect.text(), answer);
        } else {
            held.accept(answer::acknowledge);
        }
    }

    /** What the client has sent behind a refused publish is neither looked at nor counted against it: it sends all again. */
    private void end(Reason reason, String text, Answer answer) {
        ending = reason;
        receipts.end();
        answer.disconnect(reason, text, parts.patience().beforeDisconnect());
    }

    private void refuseQos2(PublishInboundInput input, Answer answer) {
        parts.metrics().received();
        parts.metrics().rejected(Rejected.of(Reason.NOT_ALLOWED, "QoS 2"));
        var unused = parts.clients()
                .invalidateSession(input.getClientInformation().getClientId())
                .whenComplete((done, failure) ->
                        answer.refuse(AckReasonCode.NOT_AUTHORIZED, "not-allowed: QoS 2 is not supported"));
    }

    private static Outcome afterFailure(Throwable failure) {
        if (failure instanceof UnderWay.ClosedException) {
            return unavailable("this broker is stopping");
        }
        if (!(failure instanceof TimeoutException)) {
            LOG.error("A publish is refused because of a bug", failure);
        }
        return unavailable("no decision in time");
    }

    private static Outcome unavailable(String detail) {
        return new Outcome.Refused(Rejected.of(Reason.UNAVAILABLE, detail));
    }
}
