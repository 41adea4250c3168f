package org.airlog.gateway.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientConnectedContext;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.airlog.gateway.upload.Outcome;
import org.airlog.gateway.upload.Upload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MQTT 5 client of the pool, with its one connection to the broker.
 *
 * <p>It is <em>up</em> from the SUBACK for its replies until the connection ends, and then takes as many publishes at
 * once as the broker's receive maximum allows, at most {@value #MAX_UNDER_WAY}, of one sender half of them. Nothing waits here: while it is down or
 * full, a publish is refused at once. When the connection ends, what is under way is refused at once too and never sent
 * again: the session ends with the connection (expiry 0), and at the end of a session the MQTT client fails what was not
 * acknowledged instead of keeping it. Whether such a publish was stored is not known; its sender keeps a copy.
 *
 * <p>Thread-safe: publishes come from HTTP threads, events of the connection from the client's network thread.
 */
final class BrokerConnection {

    /** The broker decides on one publish of a client at a time, so a longer queue there would only age. */
    static final int MAX_UNDER_WAY = 64;

    /** Of one sender, that is, where half of what fits is less: its flood leaves room to the others of its client. */
    private static final int LEAST_OF_ONE_SENDER = 2;

    private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);

    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final long MIN_PAUSE_MILLIS = 200;
    private static final int MAX_DOUBLINGS = 4;

    private final String clientId;
    private final String replyTopic;
    private final Mqtt5AsyncClient client;
    private final Replies replies = new Replies();

    private final Object lock = new Object();
    /** How many publishes may be under way; 0 while down. */
    private int window;

    private int underWay;
    /** The same by sender, of those that are named: at most as many as are under way. */
    private final Map<String, Integer> underWayOf = new HashMap<>();

    /** Counts connections, so that a late SUBACK of an ended one does not bring this one up. */
    private int generation;

    /** Whether the log knows that it is down: once is enough. */
    private boolean downTold;

    private boolean closed;

    BrokerConnection(String clientId, Mqtt5ClientBuilder broker) {
        this.clientId = clientId;
        this.replyTopic = "client/" + clientId + "/registrations";
        this.client = broker.identifier(clientId)
                .addConnectedListener(this::onConnected)
                .addDisconnectedListener(this::onDisconnected)
                .buildAsync();
    }

    /** Begins to connect and goes on until it is closed; never blocks. */
    void start() {
        client.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .send()
                .exceptionally(closedBeforeItStood -> null);
    }

    boolean isUp() {
        synchronized (lock) {
            return window > 0;
        }
    }

    int underWay() {
        synchronized (lock) {
            return underWay;
        }
    }

    /** Publishes once. Completes within {@code timeout} and never exceptionally; its place stays taken until the PUBACK. */
    CompletableFuture<Outcome> publish(Upload upload, Duration timeout) {
        // Before it is counted: what throws here must not keep a place.
        Mqtt5PublishBuilder.Complete publish = Publishes.of(upload);
        synchronized (lock) {
            if (window == 0) {
                return refused("the broker cannot be reached");
            }
            if (underWay >= window) {
                return refused("too many publishes are under way");
            }
            if (underWayOf(upload) >= Math.max(LEAST_OF_ONE_SENDER, window / 2)) {
                return refused("too many publishes of this sender are under way");
            }
            underWay++;
            upload.sender().ifPresent(sender -> underWayOf.merge(sender, 1, Integer::sum));
        }
        return upload.expectsReply()
                ? request(upload, publish, timeout)
                : within(timeout, send(upload, publish, Publishes::outcome));
    }

    private int underWayOf(Upload upload) {
        return upload.sender().map(sender -> underWayOf.getOrDefault(sender, 0)).orElse(0);
    }

    /** Refuses new publishes and takes leave of the broker; what is still under way is refused. */
    CompletableFuture<Void> close() {
        synchronized (lock) {
            closed = true;
            window = 0;
        }
        return client.disconnect().exceptionally(notConnected -> null);
    }

    private CompletableFuture<Outcome> request(Upload upload, Mqtt5PublishBuilder.Complete publish, Duration timeout) {
        UUID id = UUID.randomUUID();
        CompletableFuture<Outcome> reply = replies.await(id);
        var request = publish.responseTopic(replyTopic).correlationData(Replies.correlationData(id));
        CompletableFuture<Outcome> outcome = send(upload, request, Publishes::refusal)
                .thenCompose(refusal ->
                        refusal.map(CompletableFuture::completedFuture).orElse(reply));
        return within(timeout, outcome).whenComplete((answered, never) -> replies.forget(id));
    }

    /** A copy is timed: a stage that is completed early never runs its function, which here gives the place back. */
    private static CompletableFuture<Outcome> within(Duration timeout, CompletableFuture<Outcome> outcome) {
        return outcome.copy()
                .completeOnTimeout(
                        Outcome.Refused.unavailable("the broker did not answer in time"),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private <T> CompletableFuture<T> send(
            Upload upload,
            Mqtt5PublishBuilder.Complete publish,
            BiFunction<@Nullable Mqtt5PublishResult, @Nullable Throwable, T> reading) {
        return client.publish(publish.build()).handle((result, failure) -> {
            synchronized (lock) {
                underWay--;
                upload.sender()
                        .ifPresent(sender ->
                                underWayOf.computeIfPresent(sender, (name, count) -> count > 1 ? count - 1 : null));
            }
            return reading.apply(result, failure);
        });
    }

    private void onConnected(MqttClientConnectedContext context) {
        int receiveMaximum = ((Mqtt5ClientConnectedContext) context)
                .getConnAck()
                .getRestrictions()
                .getReceiveMaximum();
        int connection;
        synchronized (lock) {
            connection = ++generation;
        }
        var unused = client.subscribeWith()
                .topicFilter(replyTopic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(this::onReply)
                .send()
                .whenComplete((subscribed, failure) -> onSubscribed(connection, receiveMaximum, failure));
    }

    private void onSubscribed(int connection, int receiveMaximum, @Nullable Throwable failure) {
        synchronized (lock) {
            if (connection != generation) {
                return;
            }
            if (failure == null && !closed) {
                window = Math.min(receiveMaximum, MAX_UNDER_WAY);
                downTold = false;
                log.atInfo().addKeyValue("clientId", clientId).log("Connected to the broker");
                return;
            }
        }
        if (failure != null) {
            log.atWarn().addKeyValue("clientId", clientId).setCause(failure).log("Cannot subscribe to replies");
        }
        // Closed meanwhile; or without replies, hence without registrations: the next connection may be luckier.
        var unused = client.disconnect();
    }

    private void onDisconnected(MqttClientDisconnectedContext context) {
        boolean reconnect;
        boolean tell;
        synchronized (lock) {
            generation++;
            window = 0;
            reconnect = !closed;
            tell = reconnect && !downTold;
            downTold = true;
        }
        replies.connectionEnded();
        if (tell) {
            log.atWarn()
                    .addKeyValue("clientId", clientId)
                    .addKeyValue("cause", context.getCause().toString())
                    .log("No connection to the broker, trying until there is one");
        }
        int attempts = context.getReconnector().getAttempts();
        context.getReconnector()
                .reconnect(reconnect)
                .resubscribeIfSessionExpired(false)
                .republishIfSessionExpired(false)
                .delay(pauseMillis(attempts), TimeUnit.MILLISECONDS);
    }

    private void onReply(Mqtt5Publish reply) {
        reply.getCorrelationData().ifPresent(data -> replies.arrived(data, reply.getPayloadAsBytes()));
    }

    /** 200 ms doubling to 3.2 s, each spread by half, so that the pool does not come back as one. */
    private static long pauseMillis(int attempts) {
        long pause = MIN_PAUSE_MILLIS << Math.min(attempts, MAX_DOUBLINGS);
        return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }

    private static CompletableFuture<Outcome> refused(String detail) {
        return CompletableFuture.completedFuture(Outcome.Refused.unavailable(detail));
    }
}
