package org.airlog.launcher.up;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Keys;
import org.airlog.embedded.EmbeddedBroker;
import org.airlog.embedded.EmbeddedKafka;
import org.airlog.embedded.EmbeddedPostgres;
import org.airlog.embedded.PackedExtension;
import org.airlog.embedded.TlsListener;
import org.airlog.gateway.Gateway;
import org.airlog.gateway.GatewayConfig;
import org.airlog.ingest.Ingest;
import org.airlog.ingest.IngestConfig;
import org.airlog.launcher.console.CommandFailedException;
import org.airlog.launcher.service.Distribution;
import org.airlog.portal.Portal;
import org.airlog.portal.PortalConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of Airlog in this JVM: started in the order in which one needs the other, stopped in reverse.
 *
 * <p>Longer than most, because the order of all parts is to be read in one place. {@link #start} belongs to one thread; {@link #close} may come from another once that one has ended, and stops what
 * had been started.
 */
final class Platform implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Platform.class);

    private static final String LOOPBACK = "127.0.0.1";
    /** The common pool has one thread on a machine of two processors. */
    private static final Executor OWN_THREAD = start -> new Thread(start, "airlog-start").start();

    private final PlatformConfig config;
    private final DataDirectory directory;
    private final Deque<Part> running = new ArrayDeque<>();
    private final CompletableFuture<String> died = new CompletableFuture<>();
    private int mqttPort;
    private int httpPort;
    private OptionalInt httpsPort = OptionalInt.empty();
    private OptionalInt mqttsPort = OptionalInt.empty();

    /** Remembers what to run. */
    Platform(PlatformConfig config, DataDirectory directory) {
        this.config = config;
        this.directory = directory;
    }

    /** One of the servers and services. */
    private record Part(String name, AutoCloseable toClose) {}

    /** The start of a part, which may take a while. */
    @FunctionalInterface
    private interface Start {

        void run() throws IOException;
    }

    /**
     * Starts everything and returns when a publish can become a row; throws with one line that says what is wrong, or
     * with a {@link ConfigException}.
     */
    void start() throws CommandFailedException {
        checkConfig();
        checkPorts();
        log.info("Starting in {}", directory.path());
        try {
            // Both to their end, whatever the other does: nothing may be starting while the rest is closed.
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(this::startKafka, OWN_THREAD),
                            CompletableFuture.runAsync(this::startDatabase, OWN_THREAD))
                    .join();
            if (Thread.currentThread().isInterrupted()) {
                throw new CommandFailedException("the start was broken off");
            }
            startBroker();
            Ingest ingest = startIngest();
            config.watchParts(ingest.managementPort());
            startGateway(startPortal());
            new Readiness(URI.create(httpUrl()), ingest::isReading).await();
        } catch (CompletionException e) {
            throw CommandFailedException.of(e);
        }
    }

    /** What no address of a running part can change is checked before the first part starts. */
    private void checkConfig() throws CommandFailedException {
        var unused = List.of(
                IngestConfig.of(config.settings(IngestConfig.REQUIRED)),
                PortalConfig.of(config.settings(PortalConfig.REQUIRED)),
                GatewayConfig.of(config.settings(GatewayConfig.REQUIRED)),
                config.ofBroker());
        Optional<TlsListener> tls = config.tlsListener();
        if (tls.isPresent()) {
            try {
                log.info("TLS with {}", tls.get().certificate().read());
            } catch (IOException e) {
                throw new CommandFailedException("the certificate cannot be used: " + e.getMessage(), e);
            }
        }
    }

    private void checkPorts() throws CommandFailedException {
        var ports = new Ports();
        ports.need(config.httpBind(), config.httpPort(), "--http-port");
        ports.need(config.mqttBind(), config.mqttPort(), "--mqtt-port");
        config.tlsListener().ifPresent(tls -> {
            ports.need(config.httpBind(), config.httpsPort(), "--https-port");
            ports.need(config.mqttBind(), tls.port(), "--mqtts-port");
        });
        if (config.externalKafka().isEmpty()) {
            ports.need(LOOPBACK, config.options().kafkaPort(), "--kafka-port");
        }
        // After a kill -9 our own orphan may hold the port; the start of the database sees to it and to the port.
        if (config.externalDatabase().isEmpty() && !Files.exists(directory.postgres())) {
            ports.need(LOOPBACK, config.options().databasePort(), "--database-port");
        }
        ports.check();
    }

    private void startKafka() {
        if (config.externalKafka().isPresent()) {
            return;
        }
        var kafka = new EmbeddedKafka(directory.kafka(), config.options().kafkaPort());
        start("Kafka", kafka::start, kafka);
        config.useKafka(kafka.bootstrapServers());
    }

    private void startDatabase() {
        if (config.externalDatabase().isPresent()) {
            return;
        }
        var postgres = new EmbeddedPostgres(
                directory.postgres(), config.options().databasePort(), databaseUser(), databasePassword());
        start("PostgreSQL", postgres::start, postgres);
        config.useDatabase(postgres.jdbcUrl());
        watch("PostgreSQL", postgres.died());
    }

    private void startBroker() throws CommandFailedException {
        config.chooseManagementPort();
        var extension = new PackedExtension(Distribution.extension(), config.ofBroker());
        var broker = new EmbeddedBroker(
                directory.broker(),
                config.mqttBind(),
                OptionalInt.of(config.mqttPort()),
                config.tlsListener(),
                extension);
        start("HiveMQ", broker::start, broker);
        mqttPort = broker.mqttPort();
        if (config.tlsListener().isPresent()) {
            mqttsPort = OptionalInt.of(broker.mqttsPort());
        }
        config.useBroker(mqttPort);
    }

    private Ingest startIngest() {
        var ingest = new Ingest(IngestConfig.of(config.settings(IngestConfig.REQUIRED)));
        start("Consumer", ingest::start, ingest);
        watch("Consumer", ingest.ended());
        return ingest;
    }

    private Portal startPortal() {
        var portal = new Portal(PortalConfig.of(config.settings(PortalConfig.REQUIRED)));
        start("Portal", portal::start, portal);
        return portal;
    }

    /** On its port the portal is looked at. */
    private void startGateway(Portal portal) {
        var gateway = new Gateway(GatewayConfig.of(config.settings(GatewayConfig.REQUIRED)), portal.paths()::addTo);
        start("Gateway", gateway::start, gateway);
        httpPort = gateway.port();
        httpsPort = gateway.httpsPort();
    }

    /** Notes the part before it starts: what breaks off half way is closed as well. */
    private void start(String name, Start start, AutoCloseable toClose) {
        long startedAt = System.nanoTime();
        synchronized (running) {
            running.push(new Part(name, toClose));
        }
        try {
            start.run();
        } catch (IOException e) {
            throw new CompletionException(new CommandFailedException(name + " did not start: " + e.getMessage(), e));
        }
        log.info("{} runs after {} ms", name, millisSince(startedAt));
    }

    private void watch(String name, CompletableFuture<?> end) {
        var unused =
                end.whenComplete((ignored, failure) -> died.complete(failure == null ? name : name + ", " + failure));
    }

    private static long millisSince(long startedAt) {
        return Duration.ofNanos(System.nanoTime() - startedAt).toMillis();
    }

    /** Completes with its name when a part has died by itself. */
    CompletableFuture<String> died() {
        return died;
    }

    /** For people and scripts: where everything is, in one line. */
    String readyLine() {
        return new ReadyLine(
                        PlatformConfig.reachable(config.httpBind()),
                        httpPort,
                        PlatformConfig.reachable(config.mqttBind()),
                        mqttPort,
                        config.settings().get(Keys.KAFKA_BOOTSTRAP_SERVERS),
                        DatabaseUrl.uri(jdbcUrl(), databaseUser(), databasePassword()),
                        httpsPort,
                        mqttsPort,
                        config.authority())
                .toString();
    }

    String httpUrl() {
        return "http://" + PlatformConfig.reachable(config.httpBind()) + ":" + httpPort;
    }

    String mqttUrl() {
        return "mqtt://" + PlatformConfig.reachable(config.mqttBind()) + ":" + mqttPort;
    }

    String jdbcUrl() {
        return config.settings().get(Keys.DATABASE_URL);
    }

    String databaseUser() {
        return config.settings().get(Keys.DATABASE_USER);
    }

    String databasePassword() {
        return config.settings().get(Keys.DATABASE_PASSWORD);
    }

    @Override
    public void close() {
        for (Part part = next(); part != null; part = next()) {
            long startedAt = System.nanoTime();
            try {
                part.toClose().close();
                log.info("{} stopped in {} ms", part.name(), millisSince(startedAt));
            } catch (Exception e) {
                // The others must be stopped all the same.
                log.error("{} did not stop in order", part.name(), e);
            }
        }
    }

    private @Nullable Part next() {
        synchronized (running) {
            return running.poll();
        }
    }
}
