package org.airlog.launcher.sensors;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.observation.Suid;
import org.airlog.tls.Authorities;

/**
 * A connection of an operator, over which one request after the other is made and answered.
 *
 * <p>Nothing is tried again: a request whose answer is lost may have been done, and a person can look. For one thread.
 */
public final class OperatorLink implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI broker;
    private final String replies;
    private final Mqtt5AsyncClient client;
    private final BlockingQueue<Mqtt5Publish> arrived = new LinkedBlockingQueue<>(16);
    private long requests;

    private OperatorLink(URI broker, String clientId, Mqtt5AsyncClient client) {
        this.broker = broker;
        this.replies = "client/" + clientId + "/registry";
        this.client = client;
    }

    /**
     * Connects to {@code mqtt://host[:1883]} on this machine or, with TLS, to {@code mqtts://host[:8883]} anywhere, whose
     * certificate is of one of {@code authorities}.
     */
    static OperatorLink open(URI broker, Authorities authorities, String user, String password)
            throws CommandFailedException {
        var random = new byte[8];
        new SecureRandom().nextBytes(random);
        String clientId = "operator-" + HexFormat.of().formatHex(random);
        boolean isTls = "mqtts".equals(broker.getScheme());
        if (!isTls && !isHere(broker.getHost())) {
            throw new CommandFailedException("the operator's password would travel in the clear to " + broker.getHost()
                    + ": use mqtts://, or run the command on the broker's machine");
        }
        var builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost(broker.getHost())
                .serverPort(broker.getPort() >= 0 ? broker.getPort() : isTls ? 8883 : 1883)
                .simpleAuth()
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
        if (isTls) {
            builder = builder.sslConfig()
                    .trustManagerFactory(authorities.trustManagers())
                    .applySslConfig();
        }
        var link = new OperatorLink(broker, clientId, builder.buildAsync());
        link.connect();
        return link;
    }

    /** A host that nobody knows is not: the password stays here. */
    private static boolean isHere(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private void connect() throws CommandFailedException {
        await(client.connect());
        await(client.subscribeWith()
                .topicFilter(replies)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(arrived::offer)
                .send());
    }

    /** Asks for {@code act} upon {@code suid} and waits for the answer. */
    OperatorAnswer request(Suid suid, String act, String payload) throws CommandFailedException {
        try {
            return OperatorAnswer.Done.parse(ask("v1/registry/" + suid + "/" + act, payload));
        } catch (RefusedException refused) {
            return new OperatorAnswer.Refused(refused.why);
        }
    }

    /** Asks for {@code act} upon the sealing keys and waits for the answer. */
    KeysProgress requestKeys(String act) throws CommandFailedException {
        try {
            return KeysProgress.parse(ask("v1/registry/keys/" + act, ""));
        } catch (RefusedException refused) {
            throw new CommandFailedException("refused: " + refused.why, refused);
        }
    }

    /** The broker refuses; {@code why} starts with the reason's label. */
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String why;

        RefusedException(String why) {
            super(why);
            this.why = why;
        }
    }

    private byte[] ask(String topic, String payload) throws CommandFailedException, RefusedException {
        ByteBuffer correlation =
                ByteBuffer.allocate(Long.BYTES).putLong(++requests).flip();
        Mqtt5Publish request = Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .responseTopic(replies)
                .correlationData(correlation)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .build();
        try {
            client.publish(request).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return reply(correlation).getPayloadAsBytes();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5PubAckException refusal) {
                throw new RefusedException(why(refusal));
            }
            throw failure(e);
        } catch (TimeoutException e) {
            throw noAnswer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    /**
     * Sends readings once more that were refused at {@code refusedAt}; returns what the broker says of them: empty where all
     * were accepted, else how many were refused and why.
     */
    public Optional<String> replay(String topic, Optional<String> contentType, byte[] payload, Instant refusedAt)
            throws CommandFailedException {
        Mqtt5Publish publish = Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType(contentType.orElse(null))
                .payload(payload)
                .userProperties()
                .add("Airlog-Replay", Long.toString(refusedAt.toEpochMilli()))
                .applyUserProperties()
                .build();
        try {
            var result = client.publish(publish).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return result instanceof Mqtt5PublishResult.Mqtt5Qos1Result confirmed
                    ? confirmed.getPubAck().getUserProperties().asList().stream()
                            .filter(property -> property.getName().toString().equals("Airlog-Refused"))
                            .map(property -> "in part: " + property.getValue())
                            .findFirst()
                    : Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5PubAckException refusal) {
                return Optional.of(why(refusal));
            }
            throw failure(e);
        } catch (TimeoutException e) {
            throw new CommandFailedException("no answer from " + broker + " for " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    private static String why(Mqtt5PubAckException refusal) {
        var ack = refusal.getMqttMessage();
        return ack.getReasonString()
                .map(Object::toString)
                .orElse(ack.getReasonCode().name());
    }

    private Mqtt5Publish reply(ByteBuffer correlation) throws CommandFailedException, InterruptedException {
        while (true) {
            Mqtt5Publish reply = arrived.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (reply == null) {
                throw noAnswer();
            }
            if (reply.getCorrelationData().filter(correlation::equals).isPresent()) {
                return reply;
            }
        }
    }

    private <T> void await(CompletableFuture<T> step) throws CommandFailedException {
        try {
            step.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            throw noAnswer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted", e);
        }
    }

    private CommandFailedException noAnswer() {
        return new CommandFailedException("no answer from " + broker + " for " + PATIENCE.toSeconds()
                + " s: look with airlog sensors show whether it was done");
    }

    private CommandFailedException failure(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof Mqtt5ConnAckException denied) {
            boolean isPassword =
                    denied.getMqttMessage().getReasonCode() == Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD;
            return new CommandFailedException(
                    isPassword
                            ? broker
                                    + " does not know this password of the operator: is --data-dir that of its airlog up?"
                            : broker + " denied the connection: "
                                    + denied.getMqttMessage().getReasonCode(),
                    cause);
        }
        if (cause instanceof Mqtt5DisconnectException closed) {
            String why = closed.getMqttMessage()
                    .getReasonString()
                    .map(Object::toString)
                    .orElse(closed.getMqttMessage().getReasonCode().name());
            return new CommandFailedException(broker + " closed the connection: " + why, cause);
        }
        return new CommandFailedException(
                "cannot reach the broker at " + broker + ": start airlog up, or name the broker by --mqtt", cause);
    }

    @Override
    public void close() {
        try {
            client.disconnect().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException alreadyGone) {
            // Whoever closes no longer waits for anything.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
