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
import java.util.Map;
import java.util.Objects;
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
import org.airlog.resilience.schedule.Release;
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
    private final Path directory;
    private final SiteConfig config = new SiteConfig();
    private final Map<Part, Supervised> parts = new EnumMap<>(Part.class);
    private final Map<Link, FaultProxy> links = new EnumMap<>(Link.class);
    private final Disks disks;
    private final JavaServers java;
    private final Map<Release, Path> releases = new EnumMap<>(Release.class);
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
        Files.createDirectories(logs());
        disks = new Disks(Files.createDirectories(this.directory.resolve("data")));
        if (wantsDisks) {
            disks.mount();
        }
        addLink(Link.DEVICES_BROKER, Part.BROKER);
        addLink(Link.GATEWAY_BROKER, Part.BROKER);
        addLink(Link.KAFKA, Part.KAFKA);
        addLink(Link.CONSUMER_DATABASE, Part.POSTGRESQL);
        var proxies = new EnumMap<Link, Integer>(Link.class);
        links.forEach((link, proxy) -> proxies.put(link, proxy.address().getPort()));
        Path configFile = this.directory.resolve("airlog.properties");
        config.write(configFile, proxies, disks.home(Disk.BROKER).resolve("registry"), extra);
        java = new JavaServers(distribution.toAbsolutePath().normalize(), configFile, logs());
        for (Part part : Part.values()) {
            parts.put(part, new Supervised(part, server(part, java)));
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
        return Objects.requireNonNull(parts.get(part), "every part is at the site");
    }

    /** Tells where a release is, so that parts can be exchanged for it. */
    public void offer(Release release, Path distribution) {
        releases.put(release, distribution.toAbsolutePath().normalize());
    }

    /** Ends the part in order and starts it from another release; returns before it serves. */
    public void exchange(Part part, Release release) {
        Path distribution = releases.getOrDefault(release, java.distribution());
        part(part).exchange(server(part, java.from(distribution)));
    }

    public FaultProxy link(Link link) {
        return Objects.requireNonNull(links.get(link), "every link is at the site");
    }

    /** A disk that can be filled; empty where the machine does not allow it. */
    public Optional<Volume> disk(Disk disk) {
        return disks.volume(disk);
    }

    /** Whether every disk can be filled. */
    public boolean hasDisks() {
        return disks.areAllMounted();
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
        disks.free();
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
        disks.close();
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
        try {
            disks.close();
        } catch (IOException e) {
            log.error("what is mounted must be let go of by hand", e);
        }
    }

    private void addLink(Link link, Part target) throws IOException {
        var address = new InetSocketAddress(Ports.loopback(), config.port(target));
        links.put(link, new FaultProxy(Ports.claim(Ports.loopback(), 0), address));
    }

    private Server server(Part part, JavaServers from) {
        return switch (part) {
            case POSTGRESQL ->
                new PostgresServer(disks.home(Disk.POSTGRESQL), config.port(part), config.databasePassword());
            case KAFKA ->
                from.kafka(
                        disks.home(Disk.KAFKA),
                        config.port(part),
                        link(Link.KAFKA).address().getPort());
            case BROKER -> from.airlog(part, 512, List.of("--data-dir=" + disks.home(Disk.BROKER)));
            case CONSUMER, SECOND_CONSUMER -> from.airlog(part, 384, List.of());
            case GATEWAY -> from.airlog(part, 256, List.of());
        };
    }
}
