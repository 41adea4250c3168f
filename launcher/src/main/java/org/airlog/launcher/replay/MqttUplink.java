package org.airlog.launcher.replay;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.signature.Secret;
import org.airlog.tls.Authorities;

/**
 * MQTT 5 with QoS 1, as an anonymous client: the signature on the publish is what counts.
 *
 * <p>When the connection is lost, or the broker closes it because it cannot take publishes just now, the client dials
 * again with backoff and sends again what was not acknowledged. A reason to close that will not go away ends it.
 */
final class MqttUplink implements Uplink {

    private static final Duration PATIENCE_TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration PATIENCE_TO_REGISTER = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Reason codes of CONNACK and DISCONNECT (MQTT 5, 2.4) that may be gone at the next attempt. */
    private static final Set<Integer> PASSING =
            Set.of(0x00, 0x80, 0x83, 0x88, 0x89, 0x8B, 0x8D, 0x93, 0x96, 0x97, 0x98, 0x9F, 0xA0);

    private final URI broker;
    private final String clientId;
    private final Mqtt5AsyncClient client;
    private final long openedAt = System.nanoTime();
    private volatile boolean hasConnected;
    private volatile boolean closing;
    private volatile String trouble = "";

    /**
     * Remembers the broker: {@code mqtt://host[:1883]} or, with TLS, {@code mqtts://host[:8883]}, whose certificate is of
     * one of {@code authorities}.
     */
    MqttUplink(URI broker, Authorities authorities) {
        this.broker = broker;
        var random = new byte[8];
        new SecureRandom().nextBytes(random);
        this.clientId = "replay-" + HexFormat.of().formatHex(random);
        boolean isTls = broker.getScheme().equals("mqtts");
        int defaultPort = isTls ? 8883 : 1883;
        var builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost(broker.getHost())
                .serverPort(broker.getPort() < 0 ? defaultPort : broker.getPort())
                .automaticReconnect()
                .initialDelay(FIRST_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                .maxDelay(LONGEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .addConnectedListener(context -> hasConnected = true)
                .addDisconnectedListener(this::onDisconnected);
        if (isTls) {
            builder = builder.sslConfig()
                    .trustManagerFactory(authorities.trustManagers())
                    .applySslConfig();
        }
        this.client = builder.buildAsync();
    }

    @Override
    public void open() throws CommandFailedException {
        await(client.connect(), PATIENCE_TO_CONNECT.multipliedBy(2));
    }

    @Override
    public Secret register(Suid suid, String description) throws CommandFailedException {
        String replies = "client/" + clientId + "/registrations";
        var reply = new CompletableFuture<Payload>();
        await(
                client.subscribeWith()
                        .topicFilter(replies)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .callback(received -> reply.complete(Payload.of(received.getPayloadAsBytes())))
                        .send(),
                PATIENCE_TO_REGISTER);
        Mqtt5Publish request = Mqtt5Publish.builder()
                .topic("v1/sensors/" + suid)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(description.getBytes(StandardCharsets.UTF_8))
                .contentType("application/json")
                .responseTopic(replies)
                .correlationData(suid.toBytes())
                .build();
        Answer answer = await(send(request, 0), PATIENCE_TO_REGISTER);
        if (answer instanceof Answer.Refused refused) {
            throw new CommandFailedException("the registration was refused: " + refused.reason()
                    + (refused.detail().isEmpty() ? "" : ", " + refused.detail()));
        }
        Payload secret = await(reply, PATIENCE_TO_REGISTER);
        return Secret.ofText(new String(secret.bytes(), StandardCharsets.US_ASCII));
    }

    @Override
    public CompletableFuture<Answer> publish(Publish publish) {
        var readings = Mqtt5Publish.builder()
                .topic(publish.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(publish.payload().bytes())
                .contentType("application/json");
        publish.authorization().ifPresent(signature -> readings.userProperties()
                .add("Authorization", signature)
                .applyUserProperties());
        return send(readings.build(), publish.observations());
    }

    @Override
    public Optional<String> trouble() {
        return Optional.of(trouble).filter(text -> !text.isEmpty());
    }

    @Override
    public String toString() {
        return broker.toString();
    }

    @Override
    public void close() {
        closing = true;
        if (client.getState().isConnected()) {
            try {
                await(client.disconnect(), Duration.ofSeconds(5));
            } catch (CommandFailedException alreadyGone) {
                // Whoever closes no longer waits for anything.
            }
        }
    }

    private CompletableFuture<Answer> send(Mqtt5Publish publish, int observations) {
        return client.publish(publish).handle((result, failure) -> {
            if (failure == null) {
                return accepted(result, observations);
            }
            if (causeOf(failure) instanceof Mqtt5PubAckException refusal) {
                return refused(refusal.getMqttMessage());
            }
            throw new CompletionException(lost(failure));
        });
    }

    private static Answer accepted(Mqtt5PublishResult result, int observations) {
        if (!(result instanceof Mqtt5PublishResult.Mqtt5Qos1Result atLeastOnce)) {
            throw new IllegalStateException("QoS 1 without a PUBACK: " + result);
        }
        Mqtt5UserProperties properties = atLeastOnce.getPubAck().getUserProperties();
        return Answer.acceptance(
                observations,
                values(properties, Answer.ACCEPTED_PROPERTY).stream().findFirst(),
                values(properties, Answer.REFUSED_PROPERTY));
    }

    private static List<String> values(Mqtt5UserProperties properties, String name) {
        return properties.asList().stream()
                .filter(property -> property.getName().toString().equals(name))
                .map(property -> property.getValue().toString())
                .toList();
    }

    private static Answer refused(Mqtt5PubAck ack) {
        String reasonString = ack.getReasonString().map(Object::toString).orElse("");
        return Answer.refusal(
                reasonString,
                ack.getReasonCode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                Optional.empty());
    }

    private void onDisconnected(MqttClientDisconnectedContext context) {
        if (closing || context.getSource() == MqttDisconnectSource.USER) {
            context.getReconnector().reconnect(false);
            return;
        }
        trouble = describe(context.getCause());
        boolean hasTime = hasConnected || System.nanoTime() - openedAt < PATIENCE_TO_CONNECT.toNanos();
        context.getReconnector()
                .reconnect(hasTime && isPassing(context.getCause()))
                .republishIfSessionExpired(true);
        // Whoever is over a limit is told for how long; to dial before would be for nothing.
        Answer.waitIn(trouble)
                .ifPresent(wait -> context.getReconnector().delay(wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static boolean isPassing(Throwable cause) {
        if (cause instanceof Mqtt5DisconnectException closed) {
            return PASSING.contains(closed.getMqttMessage().getReasonCode().getCode());
        }
        if (cause instanceof Mqtt5ConnAckException denied) {
            return PASSING.contains(denied.getMqttMessage().getReasonCode().getCode());
        }
        return true;
    }

    private static String describe(Throwable cause) {
        if (cause instanceof Mqtt5DisconnectException closed) {
            var packet = closed.getMqttMessage();
            return "the broker closed the connection: "
                    + packet.getReasonString()
                            .map(Object::toString)
                            .orElse(packet.getReasonCode().name());
        }
        if (cause instanceof Mqtt5ConnAckException denied) {
            var packet = denied.getMqttMessage();
            return "the broker denied the connection: "
                    + packet.getReasonString()
                            .map(Object::toString)
                            .orElse(packet.getReasonCode().name());
        }
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private <T> T await(CompletableFuture<T> future, Duration patience) throws CommandFailedException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw lost(e);
        } catch (TimeoutException e) {
            throw new CommandFailedException(
                    "no answer from " + broker + " for " + patience.toSeconds() + " s "
                            + trouble().map(text -> "(" + text + ")").orElse(""),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    private CommandFailedException lost(Throwable failure) {
        Throwable cause = causeOf(failure);
        return cause instanceof CommandFailedException known
                ? known
                : new CommandFailedException(broker + ": " + trouble().orElseGet(() -> describe(cause)), cause);
    }

    private static Throwable causeOf(Throwable failure) {
        boolean isWrapper = failure instanceof ExecutionException || failure instanceof CompletionException;
        return isWrapper && failure.getCause() != null ? failure.getCause() : failure;
    }
}
