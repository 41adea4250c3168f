package org.airlog.gateway.mqtt;

import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import io.reactivex.schedulers.Schedulers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.airlog.gateway.upload.Outcome;
import org.airlog.gateway.upload.Upload;
import org.airlog.tls.Authorities;

/**
 * The pool of MQTT 5 clients by which uploads reach the broker.
 *
 * <p>The broker decides on the publishes of one client id one after the other. So there are many client ids, and one
 * sender's publishes take the same as long as it is up, which keeps their order. What names no sender takes the idlest.
 *
 * <p>Thread-safe. Each publish is sent at most once; what its {@link Outcome} does not say was accepted, its sender has to
 * send again.
 */
public final class Republisher implements AutoCloseable {

    private static final String USER = "gateway";
    private static final int INSTANCE_BYTES = 4;
    private static final Duration LEAVE = Duration.ofSeconds(2);

    private final Duration timeout;
    private final List<BrokerConnection> connections;

    /**
     * Does no I/O yet.
     *
     * @param authorities whose certificate the broker shows, where its address says TLS
     * @param clients how many client ids, hence publishes that are decided on at the same time
     * @param timeout how long a publish waits for its answer
     */
    public Republisher(BrokerAddress broker, Authorities authorities, String password, int clients, Duration timeout) {
        this.timeout = timeout;
        // Random, so that two gateways, or a quick restart, do not push each other off the broker.
        var instance = new byte[INSTANCE_BYTES];
        new SecureRandom().nextBytes(instance);
        String prefix = "airlog-gateway-" + HexFormat.of().formatHex(instance) + "-";
        this.connections = IntStream.range(0, clients)
                .mapToObj(n -> new BrokerConnection(prefix + n, builder(broker, authorities, password)))
                .toList();
    }

    /** Begins to connect, and goes on trying until it is closed. Returns at once. */
    public void start() {
        connections.forEach(BrokerConnection::start);
    }

    /** How many of the clients are connected. */
    public int connected() {
        return (int) connections.stream().filter(BrokerConnection::isUp).count();
    }

    /** How many publishes wait for their PUBACK. */
    public int underWay() {
        return connections.stream().mapToInt(BrokerConnection::underWay).sum();
    }

    /** Publishes once. Completes within the time-out and never exceptionally. */
    public CompletableFuture<Outcome> publish(Upload upload) {
        return upload.sender().map(this::connectionOf).orElseGet(this::idlest).publish(upload, timeout);
    }

    /** Takes leave of the broker, for 2 s at most; what is under way is refused. */
    @Override
    public void close() {
        CompletableFuture.allOf(
                        connections.stream().map(BrokerConnection::close).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, LEAVE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The sender's own, or while that is down the next one that is up: what it had under way has been refused. */
    private BrokerConnection connectionOf(String sender) {
        // Names that are counted up differ in few bits; the product spreads them (Knuth, multiplicative hashing).
        int own = ((sender.hashCode() * 0x9E3779B9) >>> Short.SIZE) % connections.size();
        return IntStream.range(own, own + connections.size())
                .mapToObj(n -> connections.get(n % connections.size()))
                .filter(BrokerConnection::isUp)
                .findFirst()
                .orElse(connections.get(own));
    }

    private BrokerConnection idlest() {
        return connections.stream()
                .min(Comparator.comparing((BrokerConnection connection) -> !connection.isUp())
                        .thenComparingInt(BrokerConnection::underWay))
                .orElseThrow();
    }

    private static Mqtt5ClientBuilder builder(BrokerAddress broker, Authorities authorities, String password) {
        var builder = Mqtt5Client.builder()
                .serverHost(broker.host())
                .serverPort(broker.port())
                .simpleAuth()
                .username(USER)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                // What follows an answer never blocks: another thread would only have to be woken.
                .executorConfig()
                .applicationScheduler(Schedulers.trampoline())
                .applyExecutorConfig();
        return broker.isTls()
                ? builder.sslConfig()
                        .trustManagerFactory(authorities.trustManagers())
                        .applySslConfig()
                : builder;
    }
}
