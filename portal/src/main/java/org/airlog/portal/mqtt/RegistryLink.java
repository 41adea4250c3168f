package org.airlog.portal.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.airlog.observation.signature.Secret;
import org.airlog.portal.mqtt.LinkFailedException.Kind;
import org.airlog.tls.Authorities;

/**
 * A connection to the door, over which one request after the other is made and answered: of a command, or of the portal.
 *
 * <p>Nothing is tried again: a request whose answer is lost may have been done, and a person can look. For one thread.
 */
public final class RegistryLink implements AutoCloseable {

    private static final int HIGHEST_PORT = 65_535;
    private static final int REPLIES = 16;

    private final String replies;
    private final Mqtt5AsyncClient client;
    private final Duration patience;
    private final BlockingQueue<Mqtt5Publish> arrived = new LinkedBlockingQueue<>(REPLIES);
    private long requests;

    private RegistryLink(String clientId, Mqtt5AsyncClient client, Duration patience) {
        this.replies = "client/" + clientId + "/registry";
        this.client = client;
        this.patience = patience;
    }

    /** Whether {@code broker} is {@code mqtt://host[:port]} or {@code mqtts://host[:port]}. */
    public static boolean isBroker(URI broker) {
        return broker.getHost() != null
                && broker.getPort() != 0
                && broker.getPort() <= HIGHEST_PORT
                && Set.of("mqtt", "mqtts").contains(String.valueOf(broker.getScheme()));
    }

    /**
     * Connects to {@code mqtt://host[:1883]} or, with TLS, to {@code mqtts://host[:8883]} whose certificate is of one of
     * {@code authorities}.
     *
     * @param name what its client id begins with
     * @param patience for each step
     */
    public static RegistryLink open(
            URI broker, Authorities authorities, String name, String user, Secret password, Duration patience)
            throws LinkFailedException {
        var random = new byte[8];
        new SecureRandom().nextBytes(random);
        String clientId = name + "-" + HexFormat.of().formatHex(random);
        boolean isTls = "mqtts".equals(broker.getScheme());
        var builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost(broker.getHost())
                .serverPort(broker.getPort() >= 0 ? broker.getPort() : isTls ? 8883 : 1883)
                .simpleAuth()
                .username(user)
                .password(password.reveal().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth();
        if (isTls) {
            builder = builder.sslConfig()
                    .trustManagerFactory(authorities.trustManagers())
                    .applySslConfig();
        }
        builder = builder.transportConfig()
                .socketConnectTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .mqttConnectTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .applyTransportConfig();
        var link = new RegistryLink(clientId, builder.buildAsync(), patience);
        link.connect();
        return link;
    }

    /** What failed half way is left behind, and hangs up should it come up after all. */
    private void connect() throws LinkFailedException {
        boolean isUp = false;
        CompletableFuture<?> connected = client.connect();
        try {
            await(connected);
            await(client.subscribeWith()
                    .topicFilter(replies)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(arrived::offer)
                    .send());
            isUp = true;
        } finally {
            if (!isUp) {
                var unused = connected.thenCompose(up -> client.disconnect());
            }
        }
    }

    /** Asks on {@code topic} and waits for the answer. */
    public byte[] ask(String topic, String payload) throws LinkFailedException, RequestRefusedException {
        ByteBuffer correlation =
                ByteBuffer.allocate(Long.BYTES).putLong(++requests).flip();
        Mqtt5Publish request = Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .responseTopic(replies)
                .correlationData(correlation)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .build();
        publish(request);
        return reply(correlation).getPayloadAsBytes();
    }

    /**
     * Sends readings once more that were refused at {@code refusedAt}; returns what the broker says of them: empty where all
     * were accepted, else how many were refused and why.
     */
    public Optional<String> replay(String topic, Optional<String> contentType, byte[] payload, Instant refusedAt)
            throws LinkFailedException {
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
            return publish(publish) instanceof Mqtt5PublishResult.Mqtt5Qos1Result confirmed
                    ? confirmed.getPubAck().getUserProperties().asList().stream()
                            .filter(property -> property.getName().toString().equals("Airlog-Refused"))
                            .map(property -> "in part: " + property.getValue())
                            .findFirst()
                    : Optional.empty();
        } catch (RequestRefusedException refused) {
            return Optional.of(refused.why());
        }
    }

    private Mqtt5PublishResult publish(Mqtt5Publish publish) throws LinkFailedException, RequestRefusedException {
        try {
            return client.publish(publish).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5PubAckException refusal) {
                throw new RequestRefusedException(why(refusal));
            }
            throw failure(e);
        } catch (TimeoutException e) {
            throw new LinkFailedException(Kind.NO_ANSWER, "", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static String why(Mqtt5PubAckException refusal) {
        var ack = refusal.getMqttMessage();
        return ack.getReasonString()
                .map(Object::toString)
                .orElse(ack.getReasonCode().name());
    }

    private Mqtt5Publish reply(ByteBuffer correlation) throws LinkFailedException {
        try {
            while (true) {
                Mqtt5Publish reply = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (reply == null) {
                    throw new LinkFailedException(Kind.NO_ANSWER, "", null);
                }
                if (reply.getCorrelationData().filter(correlation::equals).isPresent()) {
                    return reply;
                }
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> void await(CompletableFuture<T> step) throws LinkFailedException {
        try {
            step.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            throw new LinkFailedException(Kind.NO_ANSWER, "", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static LinkFailedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LinkFailedException(Kind.INTERRUPTED, "", e);
    }

    private static LinkFailedException failure(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof Mqtt5ConnAckException denied) {
            Mqtt5ConnAckReasonCode code = denied.getMqttMessage().getReasonCode();
            return code == Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD
                    ? new LinkFailedException(Kind.WRONG_PASSWORD, "", cause)
                    : new LinkFailedException(Kind.DENIED, code.toString(), cause);
        }
        if (cause instanceof Mqtt5DisconnectException closed) {
            String why = closed.getMqttMessage()
                    .getReasonString()
                    .map(Object::toString)
                    .orElse(closed.getMqttMessage().getReasonCode().name());
            return new LinkFailedException(Kind.CLOSED, why, cause);
        }
        return new LinkFailedException(Kind.UNREACHABLE, "", cause);
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
