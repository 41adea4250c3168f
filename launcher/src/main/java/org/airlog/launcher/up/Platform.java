package org.airlog.launcher.up;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.airlog.configuration.ConfigException;
import org.airlog.configuration.Key;
import org.airlog.configuration.Keys;
import org.airlog.configuration.Settings;
import org.airlog.configuration.TlsKeys;
import org.airlog.configuration.reload.LogLevels;
import org.airlog.configuration.reload.Reload;
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
import org.airlog.management.ProcessMeters;
import org.airlog.management.ReloadMeters;
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
    private String managed = "";
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
        new LogLevels().prepare(config.settings()).run();
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
            config.chooseGatewayManagementPort();
            managed = WatchedParts.addresses(config.settings(), ingest.managementPort());
            config.watchParts(managed);
            // One port for both, and so one for what they count.
            var meters = ProcessMeters.of("gateway");
            Portal portal = startPortal(meters);
            Gateway gateway = startGateway(portal, meters);
            Reload reload = config.reload(List.of(portal, gateway, new LogLevels()));
            ReloadMeters.bind(meters, reload);
            start("Following the configuration", reload::start, reload);
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
        config.useOwnKafka(kafka.bootstrapServers());
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

    private Portal startPortal(ProcessMeters meters) {
        var portal = new Portal(PortalConfig.of(config.settings(PortalConfig.REQUIRED)), meters);
        start("Portal", portal::start, portal);
        return portal;
    }

    /** On its port the portal is looked at. */
    private Gateway startGateway(Portal portal, ProcessMeters meters) {
        var gateway =
                new Gateway(GatewayConfig.of(config.settings(GatewayConfig.REQUIRED)), portal.paths()::addTo, meters);
        start("Gateway", gateway::start, gateway);
        httpPort = gateway.port();
        httpsPort = gateway.httpsPort();
        return gateway;
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
                        managed,
                        httpsPort,
                        mqttsPort,
                        config.authority())
                .toString();
    }

    /** Where everything is, by configuration key: for commands beside this one. */
    Map<String, String> addresses() {
        Settings settings = config.settings();
        var addresses = new HashMap<String, String>();
        for (Key<?> key : RunningFile.KEYS) {
            settings.find(key).ifPresent(value -> addresses.put(key.name(), String.valueOf(value)));
        }
        addresses.put(Keys.HTTP_BIND.name(), config.httpBind());
        addresses.put(Keys.HTTP_PORT.name(), Integer.toString(httpPort));
        addresses.put(Keys.PORTAL_BIND.name(), config.httpBind());
        addresses.put(Keys.PORTAL_PORT.name(), Integer.toString(httpPort));
        addresses.put(Keys.MQTT_BIND.name(), config.mqttBind());
        addresses.put(Keys.MQTT_PORT.name(), Integer.toString(mqttPort));
        httpsPort.ifPresent(port -> addresses.put(TlsKeys.HTTPS_PORT.name(), Integer.toString(port)));
        mqttsPort.ifPresent(port -> addresses.put(TlsKeys.MQTTS_PORT.name(), Integer.toString(port)));
        return addresses;
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
