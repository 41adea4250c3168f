package org.airlog.embedded;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.airlog.tls.PrivateFile;
import org.jspecify.annotations.Nullable;

/**
 * A HiveMQ CE broker inside this JVM, with packed extensions loaded as in any other HiveMQ.
 *
 * <p>Without an extension that authenticates, every client is refused. Limits: QoS 1, packets up to 1 MiB, 100
 * publishes in flight for each client, sessions kept for a day at most, no more connections than {@link OpenFiles} has
 * files for. Retained publishes are let through to the extension, which refuses them: HiveMQ itself would end the
 * connection, and firmwares send one that they could do without. Sessions live in memory: who
 * publishes readings starts clean, and what was acknowledged is in Kafka, so a restart has nothing to recover.
 *
 * <p>One broker a JVM at a time, because HiveMQ keeps what it offers to extensions in static fields. The logging of this
 * JVM and its handler of uncaught exceptions, both of which HiveMQ would take over, stay as they are; a fault at the start
 * that HiveMQ holds to be beyond recovery ends the JVM all the same.
 *
 * <p>A failed start throws and leaves nothing running, also when only an extension has failed, with which HiveMQ itself
 * would go on.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** HiveMQ's static fields are the reason for this one. */
    private static final AtomicBoolean ANY_RUNNING = new AtomicBoolean();

    private static final int PROBE_MILLIS = 5_000;

    private final Path directory;
    private final String bindAddress;
    private final OptionalInt requestedPort;
    private final Optional<TlsListener> tls;
    private final List<PackedExtension> extensions;
    private OptionalInt port = OptionalInt.empty();
    private OptionalInt tlsPort = OptionalInt.empty();
    private boolean startCalled;
    private boolean started;
    private @Nullable DirectoryLock lock;
    private @Nullable BrokerKeys keys;
    private @Nullable EmbeddedHiveMQ hiveMq;

    /** A broker that listens on 127.0.0.1. */
    public EmbeddedBroker(Path directory, int mqttPort, PackedExtension... extensions) {
        this(directory, "127.0.0.1", mqttPort, extensions);
    }

    /** A broker without TLS. */
    public EmbeddedBroker(Path directory, String bindAddress, int mqttPort, PackedExtension... extensions) {
        this(directory, bindAddress, OptionalInt.of(mqttPort), Optional.empty(), extensions);
    }

    /**
     * Remembers where to run.
     *
     * @param directory made when missing, used by this broker alone; configuration, extensions and stores of keys are put
     *     there
     * @param bindAddress the numeric address to listen on
     * @param mqttPort of MQTT in the clear, 0 = any free one; empty = none, and then {@code tls} must be there
     * @param tls MQTT over TLS, on the same address
     */
    public EmbeddedBroker(
            Path directory,
            String bindAddress,
            OptionalInt mqttPort,
            Optional<TlsListener> tls,
            PackedExtension... extensions) {
        if (mqttPort.isEmpty() && tls.isEmpty()) {
            throw new IllegalArgumentException("a broker listens somewhere");
        }
        this.directory = directory.toAbsolutePath();
        this.bindAddress = bindAddress;
        this.requestedPort = mqttPort;
        this.tls = tls;
        this.extensions = List.of(extensions);
    }

    /** Starts the broker, once, and returns when its extensions run and it takes connections. */
    public void start() throws IOException {
        if (startCalled) {
            throw new IllegalStateException("already started");
        }
        startCalled = true;
        if (!ANY_RUNNING.compareAndSet(false, true)) {
            throw new IllegalStateException("another broker is running in this JVM, and HiveMQ allows for one only");
        }
        try {
            lock = DirectoryLock.take(directory);
            InetAddress address = InetAddress.getByName(bindAddress);
            claimPorts(address);
            ExtensionsFolder folder = new ExtensionsFolder(directory.resolve("extensions"));
            folder.fill(extensions);
            run(address);
            folder.checkStarted(extensions);
            checkListens(address, port);
            checkListens(address, tlsPort);
            started = true;
        } catch (IOException | RuntimeException failure) {
            letGo();
            throw failure;
        }
    }

    /** Where clients connect in the clear; known once {@link #start()} has returned. */
    public int mqttPort() {
        return known(port);
    }

    /** Where clients connect by TLS; known once {@link #start()} has returned. */
    public int mqttsPort() {
        return known(tlsPort);
    }

    private int known(OptionalInt known) {
        if (!started) {
            throw new IllegalStateException("not started");
        }
        return known.orElseThrow(() -> new IllegalStateException("there is no such listener"));
    }

    private void claimPorts(InetAddress address) throws IOException {
        if (requestedPort.isPresent()) {
            port = OptionalInt.of(Ports.claim(address, requestedPort.getAsInt()));
        }
        if (tls.isPresent()) {
            int requested = tls.get().port();
            do {
                tlsPort = OptionalInt.of(Ports.claim(address, requested));
            } while (requested == 0 && tlsPort.equals(port));
            if (tlsPort.equals(port)) {
                throw new BindException("MQTT in the clear and over TLS cannot both have port " + requested);
            }
        }
    }

    /** Ends every connection, stops the extensions and lets go of the directory. A second call does nothing. */
    @Override
    public void close() {
        // A start that was refused because of another broker must not set that one free.
        if (hiveMq != null || lock != null) {
            letGo();
        }
    }

    private void run(InetAddress address) throws IOException {
        Path conf = Files.createDirectories(directory.resolve("conf"));
        PrivateFile.replace(
                conf.resolve("config.xml"), configuration(address, conf).getBytes(StandardCharsets.UTF_8));
        hiveMq = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(Files.createDirectories(directory.resolve("data")))
                .withExtensionsFolder(directory.resolve("extensions"))
                .withoutLoggingBootstrap()
                .build();
        // The builder has just opened the door to everybody, for the convenience of tests.
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
        // How long a stopping broker waits for what is still to be written to its stores, of which ours has none on
        // disk.
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(100);
        Thread.UncaughtExceptionHandler ours = Thread.getDefaultUncaughtExceptionHandler();
        try {
            hiveMq.start().get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the broker was starting", interrupted);
        } catch (ExecutionException failure) {
            throw new IOException("the broker did not start", failure.getCause());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(ours);
        }
    }

    /** A configuration that HiveMQ cannot read makes it start with its own defaults: another port, all addresses. */
    private void checkListens(InetAddress address, OptionalInt listener) throws IOException {
        if (listener.isEmpty()) {
            return;
        }
        InetAddress reachable = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(reachable, listener.getAsInt()), PROBE_MILLIS);
        } catch (IOException failure) {
            throw new IOException("the broker does not listen on " + bindAddress + ":" + listener.getAsInt(), failure);
        }
    }

    private void letGo() {
        started = false;
        EmbeddedHiveMQ running = hiveMq;
        hiveMq = null;
        if (keys != null) {
            keys.close();
            keys = null;
        }
        try {
            if (running != null) {
                running.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was stopping", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the broker did not stop", failure.getCause());
        } finally {
            if (lock != null) {
                lock.close();
                lock = null;
            }
            ANY_RUNNING.set(false);
        }
    }

    /** Starts to keep the stores that it names: HiveMQ ends the JVM where it cannot read them. */
    private String configuration(InetAddress address, Path conf) throws IOException {
        String listeners = BrokerXml.plain(address, port);
        if (tls.isPresent()) {
            var started = new BrokerKeys(tls.get(), conf);
            keys = started;
            started.start();
            listeners += BrokerXml.tls(address, tlsPort.orElseThrow(), tls.get(), started);
        }
        return BrokerXml.file(listeners);
    }
}
