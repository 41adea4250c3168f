package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.airlog.observation.Payload;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * One publish in a hundred is hostile: no good one is lost, none of the others is stored, and the honest are served as fast
 * as before.
 *
 * <p>{@code -Dairlog.test.hostile.publishes} of each of the {@value #CLIENTS} sensors a run, {@code .runs} with and as many
 * without, {@code .ratio} that the medians must keep: {@code make hostile} asks for more than a build does.
 */
@Tag("once")
class HostileMixIT {

    private static final int CLIENTS = 32;
    private static final int PUBLISHES = Integer.getInteger("airlog.test.hostile.publishes", 60);
    private static final int RUNS = Integer.getInteger("airlog.test.hostile.runs", 3);
    private static final double RATIO = Double.parseDouble(System.getProperty("airlog.test.hostile.ratio", "0.4"));
    private static final long SEED = Long.getLong("airlog.test.seed", 20_261_127L);

    @TempDir
    static Path directory;

    private static Installation airlog;
    private static List<Device> devices;
    private static HostileMix mix;
    private static final Map<Suid, Integer> acknowledged = new HashMap<>();
    private static volatile int sent;

    @BeforeAll
    static void startAll() throws Exception {
        airlog = new Installation(directory, Map.of("airlog.limits.enabled", "false")).start();
        devices = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            devices.add(Device.register(airlog.port()));
        }
        mix = new HostileMix(
                new SplittableRandom(SEED), devices.stream().map(Device::suid).toList());
    }

    @AfterAll
    static void stopAll() {
        airlog.close();
    }

    @Test
    void onePublishInAHundredIsHostileAndNoGoodOneIsLost() throws Exception {
        run(false);
        var clean = new ArrayList<Double>();
        var mixed = new ArrayList<Double>();
        for (int i = 0; i < RUNS; i++) {
            clean.add(run(false));
            mixed.add(run(true));
        }

        double ratio = median(mixed) / median(clean);

        System.getLogger("figures")
                .log(
                        System.Logger.Level.INFO,
                        String.format(
                                Locale.ROOT,
                                "seed %d: %.0f publishes a second without hostile ones, %.0f with 1 %%: ratio %.2f",
                                SEED,
                                median(clean),
                                median(mixed),
                                ratio));
        Map<Suid, Integer> stored = new HashMap<>();
        airlog.read(ObservationRecord.TOPIC)
                .forEach(record -> stored.merge(Suid.ofBytes(record.key()), 1, Integer::sum));
        assertThat(stored).isEqualTo(acknowledged);
        assertThat(ratio).isGreaterThan(RATIO);
    }

    /** All of them hostile, by many connections: neither disk nor log nor memory is theirs to fill. */
    @Test
    void aFloodFillsNeitherDiskNorLogNorMemory() throws Exception {
        int flood = 20 * PUBLISHES;
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(logged);
        long recordsBefore = airlog.read(ObservationRecord.TOPIC).size();
        int rejectedBefore = airlog.read("airlog.rejected").size();
        var over = new AtomicBoolean();
        try {
            attack(flood / 4, () -> flood, over);
            long usedBefore = Heap.usedAfterCollection();
            attack(flood, () -> flood, over);
            long grown = Heap.usedAfterCollection() - usedBefore;

            assertThat(grown).isLessThan(32 << 20);
        } finally {
            root.detachAppender(logged);
        }
        assertThat(airlog.read(ObservationRecord.TOPIC)).hasSize((int) recordsBefore);
        // Ten a minute of an address, whatever comes.
        assertThat(airlog.read("airlog.rejected").size() - rejectedBefore).isLessThanOrEqualTo(30);
        assertThat(List.copyOf(logged.list))
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .hasSizeLessThan(10);
        assertThat(publishAll(devices.get(0), 3)).isEqualTo(3);
    }

    /** Publishes a second of the honest ones. */
    private static double run(boolean isMixed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
        var over = new AtomicBoolean();
        try {
            int first = sent;
            Future<Integer> attack = threads.submit(
                    () -> isMixed ? attack(CLIENTS * PUBLISHES / 100, () -> (sent - first) / 100, over) : 0);
            long begun = System.nanoTime();
            var running = new ArrayList<Future<Integer>>();
            for (Device device : devices) {
                running.add(threads.submit(() -> publishAll(device, PUBLISHES)));
            }
            int total = 0;
            for (Future<Integer> each : running) {
                total += each.get(10, TimeUnit.MINUTES);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(total).isEqualTo(CLIENTS * PUBLISHES);
            assertThat(attack.get(1, TimeUnit.MINUTES)).isEqualTo(isMixed ? CLIENTS * PUBLISHES / 100 : 0);
            return total / seconds;
        } finally {
            over.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    /** How many of {@code count} were acknowledged. */
    private static int publishAll(Device device, int count) throws IOException {
        int accepted = 0;
        try (var client = RawMqtt.connect(airlog.port(), 5, "honest-" + device.suid())) {
            for (int i = 0; i < count; i++) {
                Payload payload = Device.reading(Duration.ofSeconds(next()), i % 100);
                client.publish(
                        device.topic(),
                        1,
                        false,
                        1 + i,
                        payload.bytes(),
                        Map.of("Authorization", device.authorization(payload)));
                RawMqtt.Packet puback = client.read();
                if (puback.type() == RawMqtt.PUBACK && puback.reasonCode() < 0x80) {
                    accepted++;
                }
            }
        }
        synchronized (acknowledged) {
            acknowledged.merge(device.suid(), accepted, Integer::sum);
        }
        return accepted;
    }

    private static synchronized int next() {
        return ++sent;
    }

    /** Publishes what is hostile, never more than {@code allowed} says; none of it may be acknowledged with success. */
    private static int attack(int count, IntSupplier allowed, AtomicBoolean over) throws IOException {
        int left = count;
        while (left > 0 && !over.get()) {
            try (var client = RawMqtt.connect(airlog.port(), 5, "hostile-" + left)) {
                boolean isOpen = true;
                while (left > 0 && isOpen && !over.get()) {
                    if (count - left >= allowed.getAsInt()) {
                        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                        continue;
                    }
                    HostileMix.Attempt attempt = mix.next();
                    left--;
                    client.publish(
                            attempt.topic(),
                            1,
                            attempt.isRetained(),
                            1,
                            attempt.payload().bytes(),
                            attempt.properties());
                    RawMqtt.Packet answer = client.read();
                    isOpen = answer.type() == RawMqtt.PUBACK;
                    assertThat(isOpen && answer.reasonCode() < 0x80)
                            .as(attempt.kind())
                            .isFalse();
                }
            }
        }
        return count - left;
    }

    private static double median(List<Double> values) {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
