package org.airlog.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A Kafka cluster of one node, broker and controller in one (KRaft), inside this JVM.
 *
 * <p>The directory is formatted at the first start and taken up again by every later one, on the same port or another.
 * After a {@code kill -9} the broker waits until its own former session has run out (1.5 s) and recovers its log. Topics
 * are never made by the way ({@code auto.create.topics.enable=false}), and when records reach the disk is the business of
 * whoever creates a topic ({@code flush.messages}): Kafka itself does not fsync before it confirms.
 *
 * <p>It asks nobody for a password, so it listens on loopback and nowhere else: who could write to it from outside would
 * walk around the only door.
 *
 * <p>A failed start throws and leaves nothing running. A fatal fault later on ends the JVM, as it does in a Kafka of its
 * own: the directory must therefore outlive {@link #close()}. The server is put together from Kafka's parts and not by
 * {@link KafkaRaftServer}, because that one calls {@code System.exit} when the start fails.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private static final int NODE_ID = 1;
    private static final int SAME_PORT = 0;
    private static final String START_LIMIT_MILLIS = "120000";
    /** Kafka's default of 128 MiB is for a broker with a heap to itself; 16 MiB cleans 600,000 keys in one pass. */
    private static final String CLEANER_BUFFER_BYTES = "16777216";

    private final Path directory;
    private final int requestedPort;
    private final int advertisedPort;
    private int port;
    private boolean startCalled;
    private volatile boolean started;
    private @Nullable DirectoryLock lock;
    private @Nullable ControllerServer controller;
    private @Nullable BrokerServer broker;

    /**
     * Remembers where to run.
     *
     * @param directory made when missing, used by this server alone; its path holds no comma, which Kafka takes for a list
     * @param port to listen on at 127.0.0.1; 0 = any free one
     */
    public EmbeddedKafka(Path directory, int port) {
        this(directory, port, SAME_PORT);
    }

    /**
     * The same behind a proxy.
     *
     * @param advertisedPort where clients are told to find it, at 127.0.0.1: something there passes on to {@code port};
     *     0 = where it listens
     */
    public EmbeddedKafka(Path directory, int port, int advertisedPort) {
        if (directory.toAbsolutePath().toString().contains(",")) {
            throw new IllegalArgumentException("Kafka cannot run in a directory with a comma: " + directory);
        }
        this.directory = directory.toAbsolutePath();
        this.requestedPort = port;
        this.advertisedPort = advertisedPort;
    }

    /** Starts the server, once, and returns when it takes requests. Throws when the port or the directory is in use. */
    public void start() throws IOException {
        if (startCalled) {
            throw new IllegalStateException("already started");
        }
        startCalled = true;
        try {
            lock = DirectoryLock.take(directory);
            port = Ports.claim(Ports.loopback(), requestedPort);
            int controllerPort = Ports.claim(Ports.loopback(), 0);
            KafkaConfig config = new KafkaConfig(settings(port, controllerPort), false);
            formatUnlessDone();
            startServers(config, new InetSocketAddress(Ports.loopback(), controllerPort));
            started = true;
        } catch (IOException | RuntimeException failure) {
            closeAfter(failure);
            throw failure;
        }
    }

    /** Where clients connect, {@code 127.0.0.1:port}; known once {@link #start()} has returned. */
    public String bootstrapServers() {
        if (!started) {
            throw new IllegalStateException("not started");
        }
        return "127.0.0.1:" + port;
    }

    /** The same as {@link #close()}. */
    public void stop() {
        close();
    }

    /** Shuts the broker down in order, its log flushed, and lets go of the directory. A second call does nothing. */
    @Override
    public void close() {
        started = false;
        try {
            shutDown();
        } finally {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        }
    }

    /** The broker first: it takes its leave of the controller. */
    private void shutDown() {
        BrokerServer runningBroker = broker;
        ControllerServer runningController = controller;
        broker = null;
        controller = null;
        try {
            if (runningBroker != null) {
                runningBroker.shutdown();
            }
        } finally {
            if (runningController != null) {
                runningController.shutdown();
            }
        }
    }

    private Map<String, String> settings(int brokerPort, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put("log.dirs", logDirectory().toString());
        settings.put("listeners", "BROKER://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
        int toldPort = advertisedPort == SAME_PORT ? brokerPort : advertisedPort;
        settings.put("advertised.listeners", "BROKER://127.0.0.1:" + toldPort);
        settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put("controller.listener.names", "CONTROLLER");
        // Static voters: they are not written to the log, so the controller may have another port at every start.
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        settings.put("auto.create.topics.enable", "false");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // After a kill -9 the controller lets the broker back in when its old session is over: 3.4 s instead of 12.
        settings.put("broker.session.timeout.ms", "1500");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("log.cleaner.dedupe.buffer.size", CLEANER_BUFFER_BYTES);
        settings.put("server.max.startup.time.ms", START_LIMIT_MILLIS);
        return settings;
    }

    private Path logDirectory() {
        return directory.resolve("log");
    }

    /** Kafka writes {@code meta.properties} last and atomically: where it is missing, a format never began or broke off. */
    private void formatUnlessDone() throws IOException {
        if (Files.exists(logDirectory().resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(logDirectory());
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setDirectories(List.of(logDirectory().toString()))
                    .setMetadataLogDirectory(logDirectory().toString())
                    .setControllerListenerName("CONTROLLER")
                    .run();
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException("cannot format " + logDirectory(), failure);
        }
    }

    private void startServers(KafkaConfig config, InetSocketAddress controllerAddress) {
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> formatted =
                KafkaRaftServer.initializeLogDirs(config, log, "");
        SharedServer shared = new SharedServer(
                config,
                formatted._1(),
                Time.SYSTEM,
                new Metrics(Time.SYSTEM),
                CompletableFuture.completedFuture(Map.of(NODE_ID, controllerAddress)),
                List.of(),
                faultHandlers(),
                ServerSocketFactory.INSTANCE);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), formatted._2());
        controller.startup();
        broker = new BrokerServer(shared);
        broker.startup();
    }

    /** Until the start is over a fault is only told, and the start throws; from then on Kafka's own handlers end the JVM. */
    private FaultHandlerFactory faultHandlers() {
        FaultHandlerFactory standard = new StandardFaultHandlerFactory();
        return (name, fatal, action) -> {
            var ofRunningServer = standard.build(name, fatal, action);
            var ofStartingServer = new LoggingFaultHandler(name, action);
            return (failureMessage, cause) ->
                    (started ? ofRunningServer : ofStartingServer).handleFault(failureMessage, cause);
        };
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (RuntimeException failureOfClose) {
            failure.addSuppressed(failureOfClose);
        }
    }
}
