package org.airlog.resilience.site;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.airlog.embedded.Ports;
import org.airlog.resilience.network.FaultProxy;
import org.airlog.resilience.network.Weather;
import org.airlog.resilience.schedule.Disk;
import org.airlog.resilience.schedule.Link;
import org.airlog.resilience.schedule.Part;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An installation: Kafka, PostgreSQL, and {@code airlog broker}, {@code consumer} (twice) and {@code gateway}, each a
 * process of its own, with a fault proxy in every link, and where the machine allows it a small disk under everything that
 * stores.
 *
 * <p>What ends by itself is started again. {@link #start} and {@link #close} belong to one thread.
 */
public final class Site implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Site.class);

    private static final Duration PATIENCE_TO_START = Duration.ofMinutes(3);
    private static final int POLL_MILLIS = 50;
    private static final int SUPERVISION_MILLIS = 250;
    /** From this Java on, what Kafka and HiveMQ do with memory and native code would be warned of. */
    private static final int FIRST_TO_WARN = 24;

    private static final Map<Disk, Integer> MEBIBYTES =
            Map.of(Disk.BROKER, 256, Disk.KAFKA, 768, Disk.POSTGRESQL, 2_048);

    private final Path directory;
    private final Path distribution;
    private final SiteConfig config = new SiteConfig();
    private final Map<Part, Supervised> parts = new EnumMap<>(Part.class);
    private final Map<Link, FaultProxy> links = new EnumMap<>(Link.class);
    private final Map<Disk, Volume> disks = new EnumMap<>(Disk.class);
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "supervisor");
        thread.setDaemon(true);
        return thread;
    });
    private final Thread atExit = new Thread(this::killAll, "kill-all");

    /**
     * Prepares a site; nothing runs yet but the proxies.
     *
     * @param directory new or empty; logs stay in it
     * @param distribution the folder that the build of the launcher makes
     * @param wantsDisks whether to try for small disks
     * @param extra configuration keys beside those that a site needs
     */
    public Site(Path directory, Path distribution, boolean wantsDisks, Map<String, String> extra) throws IOException {
        this.directory = directory.toAbsolutePath();
        this.distribution = distribution.toAbsolutePath().normalize();
        Files.createDirectories(logs());
        Files.createDirectories(this.directory.resolve("data"));
        if (wantsDisks) {
            mountDisks();
        }
        addLink(Link.DEVICES_BROKER, Part.BROKER);
        addLink(Link.GATEWAY_BROKER, Part.BROKER);
        addLink(Link.KAFKA, Part.KAFKA);
        addLink(Link.CONSUMER_DATABASE, Part.POSTGRESQL);
        var proxies = new EnumMap<Link, Integer>(Link.class);
        links.forEach((link, proxy) -> proxies.put(link, proxy.address().getPort()));
        config.write(configFile(), proxies, home(Disk.BROKER).resolve("registry"), extra);
        for (Part part : Part.values()) {
            parts.put(part, new Supervised(part, server(part)));
        }
    }

    /** Starts everything and returns when it serves. */
    public Site start() throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(atExit);
        parts.values().forEach(Supervised::start);
        List<Part> missing = awaitReady(List.of(Part.values()), PATIENCE_TO_START);
        if (!missing.isEmpty()) {
            throw new IOException("did not start: " + missing + ", see " + logs());
        }
        var unused = supervisor.scheduleWithFixedDelay(
                this::lookAfterAll, SUPERVISION_MILLIS, SUPERVISION_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    /** Waits until these serve, and returns those that do not. */
    public List<Part> awaitReady(Collection<Part> wanted, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Part> missing =
                    wanted.stream().filter(part -> !part(part).isReady()).toList();
            if (missing.isEmpty() || System.nanoTime() > deadline) {
                return missing;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    public Supervised part(Part part) {
        return required(parts.get(part));
    }

    public FaultProxy link(Link link) {
        return required(links.get(link));
    }

    /** A disk that can be filled; empty where the machine does not allow it. */
    public Optional<Volume> disk(Disk disk) {
        return Optional.ofNullable(disks.get(disk));
    }

    /** Whether every disk can be filled. */
    public boolean hasDisks() {
        return disks.size() == Disk.values().length;
    }

    /** Where devices connect. */
    public InetSocketAddress broker() {
        return link(Link.DEVICES_BROKER).address();
    }

    /** Where devices POST. */
    public URI gateway() {
        return URI.create("http://127.0.0.1:" + config.port(Part.GATEWAY));
    }

    public StoredTable table() {
        return new StoredTable(config.port(Part.POSTGRESQL), config.databasePassword());
    }

    public ObservationLog observations() {
        return new ObservationLog("127.0.0.1:" + link(Link.KAFKA).address().getPort(), config.sealingKeys());
    }

    /** What the door has counted in its present life. */
    public DoorCounters door() throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + config.brokerManagementPort() + "/metrics");
        var request = HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(10));
        return DoorCounters.parse(HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body());
    }

    /** What every process has said. */
    public Path logs() {
        return directory.resolve("logs");
    }

    /** The site's directory. */
    public Path directory() {
        return directory;
    }

    /** Everything as it should be: links fair, disks with room, nobody frozen. What is dead stays so. */
    public void heal() throws IOException {
        links.values().forEach(link -> link.set(new Weather.Fair()));
        for (Volume disk : disks.values()) {
            disk.free();
        }
        for (Supervised part : parts.values()) {
            part.thaw();
        }
    }

    /** Stops everything, last started first; data on disks of their own are gone then. */
    @Override
    public void close() throws IOException {
        supervisor.shutdownNow();
        heal();
        var reversed = new ArrayList<>(List.of(Part.values()));
        Collections.reverse(reversed);
        reversed.forEach(part -> part(part).terminate());
        for (FaultProxy link : links.values()) {
            link.close();
        }
        for (Volume disk : disks.values()) {
            disk.close();
        }
        disks.clear();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            // Then it runs, and finds nothing left to kill.
        }
    }

    /** Deletes what the servers of a closed site have stored; logs and ledger stay. */
    public static void deleteData(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory.resolve("data"))) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void lookAfterAll() {
        try {
            parts.values().forEach(Supervised::lookAfter);
        } catch (RuntimeException e) {
            // Thrown on, it would end the supervision.
            log.error("a server could not be started again", e);
        }
    }

    private void killAll() {
        parts.values().forEach(Supervised::kill);
        disks.values().forEach(disk -> {
            try {
                disk.close();
            } catch (IOException e) {
                log.error("a disk stays mounted", e);
            }
        });
    }

    private void mountDisks() throws IOException {
        if (!Volume.isAllowed(directory.resolve("data"))) {
            log.warn("SKIPPED: disks cannot be filled up, as this machine mounts no file systems for us");
            return;
        }
        for (Disk disk : Disk.values()) {
            disks.put(disk, Volume.mount(data(disk), MEBIBYTES.getOrDefault(disk, 0)));
            Files.createDirectories(home(disk));
        }
    }

    private void addLink(Link link, Part target) throws IOException {
        var address = new InetSocketAddress(Ports.loopback(), config.port(target));
        links.put(link, new FaultProxy(Ports.claim(Ports.loopback(), 0), address));
    }

    private Server server(Part part) {
        return switch (part) {
            case POSTGRESQL -> new PostgresServer(home(Disk.POSTGRESQL), config.port(part), config.databasePassword());
            case KAFKA ->
                java(
                        part,
                        ownClasses() + ":" + libraries(),
                        512,
                        List.of(
                                KafkaMain.class.getName(),
                                home(Disk.KAFKA).toString(),
                                Integer.toString(config.port(part)),
                                Integer.toString(link(Link.KAFKA).address().getPort())));
            case BROKER -> airlog(part, 512, List.of("--data-dir=" + home(Disk.BROKER)));
            case CONSUMER, SECOND_CONSUMER -> airlog(part, 384, List.of());
            case GATEWAY -> airlog(part, 256, List.of());
        };
    }

    private Server airlog(Part part, int heapMebibytes, List<String> options) {
        String command = part == Part.SECOND_CONSUMER ? Part.CONSUMER.word() : part.word();
        var words = new ArrayList<>(List.of("org.airlog.launcher.Airlog", command, "--config=" + configFile()));
        words.addAll(options);
        return java(part, libraries(), heapMebibytes, words);
    }

    /** Compiled in a hurry: what is killed every few seconds should not spend its life on optimizing. */
    private Server java(Part part, String classPath, int heapMebibytes, List<String> words) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dairlog.distribution=" + distribution,
                "-cp",
                classPath));
        if (Runtime.version().feature() >= FIRST_TO_WARN) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(words);
        return new JavaServer(command, logs().resolve(part.word() + ".log"));
    }

    private String libraries() {
        return distribution.resolve("lib") + "/*";
    }

    private static String ownClasses() {
        return Path.of(URI.create(required(KafkaMain.class.getProtectionDomain().getCodeSource())
                        .getLocation()
                        .toString()))
                .toString();
    }

    private Path configFile() {
        return directory.resolve("airlog.properties");
    }

    private Path data(Disk disk) {
        return directory.resolve("data").resolve(disk.name().toLowerCase(Locale.ROOT));
    }

    private Path home(Disk disk) {
        Volume mounted = disks.get(disk);
        return mounted == null ? data(disk) : mounted.home();
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("there is no such thing at this site");
        }
        return value;
    }
}
