package org.airlog.containers;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka, a database and every role of the image {@code airlog}, each in a container that is as locked up as in
 * {@code deploy/compose.yaml}: no root, no capability, nothing to write to but {@code /tmp} and, of the broker, its volume.
 */
final class Servers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String PASSWORD = "a password of this test";
    private static final String HASH = BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
    private static final int STOP_SECONDS = 30;

    private final Network network = Network.newNetwork();
    private final String volume = "airlog-containers-" + UUID.randomUUID();

    final GenericContainer<?> kafka = server(Engine.KAFKA, "kafka")
            .withEnv(Map.of(
                    "CLUSTER_ID", "QWlybG9nQWlybG9nQWlybA",
                    "KAFKA_NODE_ID", "1",
                    "KAFKA_PROCESS_ROLES", "broker,controller",
                    "KAFKA_LISTENERS", "BROKER://:9092,CONTROLLER://:9093",
                    "KAFKA_ADVERTISED_LISTENERS", "BROKER://kafka:9092",
                    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                    "KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER",
                    "KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER",
                    "KAFKA_CONTROLLER_QUORUM_VOTERS", "1@kafka:9093",
                    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"))
            .waitingFor(Wait.forSuccessfulCommand("bash -c '</dev/tcp/127.0.0.1/9092'")
                    .withStartupTimeout(PATIENCE));
    final GenericContainer<?> database = server(Engine.TIMESCALEDB, "timescaledb")
            .withEnv(Map.of("POSTGRES_USER", "airlog", "POSTGRES_DB", "airlog", "POSTGRES_PASSWORD", PASSWORD))
            .withCommand("postgres", "-c", "max_locks_per_transaction=512")
            .waitingFor(Wait.forSuccessfulCommand("pg_isready --quiet --host=127.0.0.1")
                    .withStartupTimeout(PATIENCE));
    final GenericContainer<?> consumer = airlog("consumer")
            .withEnv(Map.of(
                    "AIRLOG_DATABASE_URL",
                    "jdbc:postgresql://timescaledb:5432/airlog",
                    "AIRLOG_DATABASE_PASSWORD",
                    PASSWORD));
    final GenericContainer<?> gateway = airlog("gateway")
            .withEnv(Map.of(
                    "AIRLOG_GATEWAY_MQTT_URL", "mqtt://broker:1883",
                    "AIRLOG_GATEWAY_MQTT_PASSWORD", PASSWORD,
                    // The tests stand where a proxy ends TLS: on the engine's side of the containers' network.
                    "AIRLOG_HTTP_TRUSTED_PROXIES", "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16"))
            .withExposedPorts(8080);
    final GenericContainer<?> portal = airlog("portal")
            .withEnv(Map.of(
                    "AIRLOG_DATABASE_URL",
                    "jdbc:postgresql://timescaledb:5432/airlog",
                    "AIRLOG_DATABASE_PASSWORD",
                    PASSWORD))
            .withExposedPorts(8081);
    final GenericContainer<?> hivemq = server(Engine.AIRLOG_HIVEMQ, "hivemq")
            .withEnv(ofBroker())
            .withExposedPorts(1883)
            .waitingFor(Wait.forHealthcheck().withStartupTimeout(PATIENCE));
    private GenericContainer<?> broker = broker();

    /** Starts them, in three steps only to spare a small machine: none needs another to be there before. */
    void start() {
        Startables.deepStart(kafka, database).join();
        Startables.deepStart(broker, consumer, gateway).join();
        Startables.deepStart(portal, hivemq).join();
    }

    GenericContainer<?> broker() {
        return Objects.requireNonNullElseGet(broker, this::newBroker);
    }

    /** Kills the broker and puts another one on its volume. */
    void replaceBroker() {
        Engine.client().killContainerCmd(broker.getContainerId()).exec();
        broker.stop();
        broker = newBroker();
        broker.start();
    }

    /** Stops a container as an engine does, by SIGTERM and patience; what it ended as. */
    static ContainerState stop(GenericContainer<?> container) {
        Engine.client()
                .stopContainerCmd(container.getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
        return Engine.client()
                .inspectContainerCmd(container.getContainerId())
                .exec()
                .getState();
    }

    String url(GenericContainer<?> container, int port) {
        return "http://" + container.getHost() + ":" + container.getMappedPort(port);
    }

    @Override
    public void close() {
        List.of(hivemq, portal, gateway, consumer, broker, database, kafka).forEach(GenericContainer::stop);
        network.close();
        Engine.client().removeVolumeCmd(volume).exec();
    }

    private GenericContainer<?> newBroker() {
        return airlog("broker", "--data-dir", "/var/lib/airlog")
                .withEnv(ofBroker())
                .withCreateContainerCmdModifier(create ->
                        hostConfig(create.getHostConfig()).withBinds(new Bind(volume, new Volume("/var/lib/airlog"))));
    }

    private static Map<String, String> ofBroker() {
        return Map.of(
                "AIRLOG_KAFKA_BOOTSTRAP_SERVERS",
                "kafka:9092",
                "AIRLOG_SEALING_KEYS",
                "k1:" + "0a".repeat(32),
                "AIRLOG_PRINCIPAL_GATEWAY",
                HASH,
                // Between containers there is none.
                "AIRLOG_SIGNATURE_REQUIRES_TLS",
                "false");
    }

    private GenericContainer<?> airlog(String role, String... words) {
        var command = new ArrayList<>(List.of(words));
        command.add(0, role);
        return server(Engine.AIRLOG, role)
                .withCommand(command.toArray(String[]::new))
                .withEnv("AIRLOG_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")
                .withEnv("AIRLOG_SEALING_KEYS", "k1:" + "0a".repeat(32))
                .withCreateContainerCmdModifier(create -> hostConfig(create.getHostConfig())
                        .withReadonlyRootfs(true)
                        .withTmpFs(Map.of("/tmp", "exec,size=256m")))
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(PATIENCE));
    }

    private GenericContainer<?> server(String image, String alias) {
        return new GenericContainer<>(DockerImageName.parse(image))
                .withNetwork(network)
                .withNetworkAliases(alias)
                .withCreateContainerCmdModifier(create -> hostConfig(create.getHostConfig())
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges")));
    }

    private static HostConfig hostConfig(@Nullable HostConfig ofContainer) {
        return Optional.ofNullable(ofContainer).orElseThrow();
    }
}
