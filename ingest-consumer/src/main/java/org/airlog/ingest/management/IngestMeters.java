package org.airlog.ingest.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.airlog.ingest.batch.Tally;
import org.airlog.tracing.Step;

/**
 * What this consumer counts since it began: what became of observations, what it waited for, how far it is.
 *
 * <p>The books of all time and all consumers are in the table {@code ingest_offset} ({@link BookMeters} shows their sums).
 * Lag is as of the last poll: while the consumer waits ({@code airlog_ingest_waiting} is 1) it stands still. Thread-safe.
 */
public final class IngestMeters {

    private static final String[] WAITS = {"database", "parking", "kafka", "key", "fenced", "version"};

    /** Of the buckets: from what a batch takes to what an outage does. */
    private static final Duration[] DELAYS = Stream.of(
                    100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000, 300_000, 3_600_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Instant startedAt;
    private final Timer delay;
    private final LongAdder stored = new LongAdder();
    private final Set<String> partitionsSeen = ConcurrentHashMap.newKeySet();
    private volatile Map<Integer, Long> lags = Map.of();
    private volatile Map<Integer, Long> beginnings = Map.of();
    private volatile Instant newestStored = Instant.EPOCH;
    private volatile boolean isDatabaseReachable;
    private volatile String waitsFor = "";

    /** Counts into {@code registry}. */
    public IngestMeters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        this.startedAt = clock.instant();
        count(Tally.NONE);
        for (String cause : WAITS) {
            registry.counter("airlog.ingest.retries", "cause", cause);
        }
        Gauge.builder("airlog.ingest.database.reachable", () -> isDatabaseReachable ? 1 : 0)
                .register(registry);
        Gauge.builder("airlog.ingest.waiting", () -> waitsFor.isEmpty() ? 0 : 1).register(registry);
        Gauge.builder("airlog.ingest.newest.stored.timestamp", () -> newestStored.getEpochSecond())
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("airlog.ingest.behind", this::secondsBehind)
                .baseUnit("seconds")
                .description("how old the oldest record that is not stored can be at most; 0 where all are")
                .register(registry);
        delay = Timer.builder("airlog.ingest.delay")
                .description("from the door to the table, of each publish")
                .serviceLevelObjectives(DELAYS)
                .register(registry);
    }

    /** What the database is: {@code none}, {@code apache} or {@code community}, as far as TimescaleDB goes. */
    public void storesIn(String edition) {
        Gauge.builder("airlog.database.timescaledb", () -> 1)
                .tag("edition", edition)
                .register(registry);
    }

    /** The database has answered. */
    public void databaseAnswered() {
        isDatabaseReachable = true;
    }

    /** A batch is stored, whose publishes, but for those that are {@link #told}, the door took at {@code received}. */
    public void stored(Tally tally, Collection<Instant> received) {
        isDatabaseReachable = true;
        received.forEach(this::delayed);
        count(tally);
        stored.add(tally.inserted() + tally.merged());
    }

    /** How many observations have been stored since the start. */
    public long observations() {
        return stored.sum();
    }

    /** A publish is stored that the door took at {@code received}, and {@code trace} may be shown as an example of such. */
    public void told(Instant received, Step trace) {
        trace.enter();
        try {
            delayed(received);
        } finally {
            trace.leave();
        }
    }

    /** Nothing is being waited for. */
    public void goesOn() {
        waitsFor = "";
    }

    /**
     * Something did not work and is tried again: {@code database}, {@code parking}, {@code kafka}, {@code key}, {@code fenced} or {@code
     * version}.
     */
    public void retried(String cause) {
        if (cause.equals("database")) {
            isDatabaseReachable = false;
        }
        waitsFor = cause;
        registry.counter("airlog.ingest.retries", "cause", cause).increment();
    }

    /** How many records of each partition of the observations are not stored yet. */
    public void lag(Map<Integer, Long> records) {
        lags = Map.copyOf(records);
        records.keySet().forEach(partition -> gauge("airlog.ingest.lag.records", partition, () -> lags));
    }

    /** The first offset that the log still holds of each partition. */
    public void trimmed(Map<Integer, Long> offsets) {
        beginnings = Map.copyOf(offsets);
        offsets.keySet().forEach(partition -> gauge("airlog.ingest.log.beginning.offset", partition, () -> beginnings));
    }

    /** What an operator may ask. */
    public Readiness readiness(boolean isReading) {
        return new Readiness(isReading, isDatabaseReachable, waitsFor);
    }

    private void delayed(Instant received) {
        Instant now = clock.instant();
        delay.record(received.isBefore(now) ? Duration.between(received, now) : Duration.ZERO);
        newestStored = received.isAfter(newestStored) ? received : newestStored;
    }

    private double secondsBehind() {
        boolean isNothingOpen = waitsFor.isEmpty() && lags.values().stream().allMatch(records -> records == 0);
        if (isNothingOpen) {
            return 0;
        }
        Instant known = newestStored.equals(Instant.EPOCH) ? startedAt : newestStored;
        return Duration.between(known, clock.instant()).toMillis() / 1_000.0;
    }

    private void count(Tally tally) {
        count("accepted", tally.accepted());
        count("inserted", tally.inserted());
        count("merged", tally.merged());
        count("parked", tally.parked());
        count("replayed", tally.replayed());
    }

    private void count(String outcome, long observations) {
        registry.counter("airlog.ingest.observations", "outcome", outcome).increment((double) observations);
    }

    /** A partition that has gone to another consumer is no number. */
    private void gauge(String name, int partition, Supplier<Map<Integer, Long>> values) {
        if (partitionsSeen.add(name + partition)) {
            Gauge.builder(name, () -> {
                        Long value = values.get().get(partition);
                        return value == null ? Double.NaN : value.doubleValue();
                    })
                    .tag("partition", Integer.toString(partition))
                    .register(registry);
        }
    }
}
