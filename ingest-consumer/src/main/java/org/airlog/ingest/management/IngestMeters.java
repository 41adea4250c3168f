package org.airlog.ingest.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.airlog.ingest.batch.Tally;

/**
 * What this consumer counts since it began: what became of observations, what it waited for, how far it is.
 *
 * <p>The books of all time and all consumers are in the table {@code ingest_offset}. Lag is as of the last poll: while the
 * consumer waits ({@code airlog_ingest_waiting} is 1) it stands still. Thread-safe.
 */
public final class IngestMeters {

    private static final String[] WAITS = {"database", "parking", "kafka", "key", "fenced"};

    private final MeterRegistry registry;
    private final Set<String> partitionsSeen = ConcurrentHashMap.newKeySet();
    private volatile Map<Integer, Long> lags = Map.of();
    private volatile Map<Integer, Long> beginnings = Map.of();
    private volatile Instant newestStored = Instant.EPOCH;
    private volatile boolean isDatabaseReachable;
    private volatile String waitsFor = "";

    /** Counts into {@code registry}. */
    public IngestMeters(MeterRegistry registry) {
        this.registry = registry;
        count(Tally.NONE);
        for (String cause : WAITS) {
            registry.counter("airlog.ingest.retries", "cause", cause);
        }
        Gauge.builder("airlog.ingest.database.reachable", () -> isDatabaseReachable ? 1 : 0)
                .register(registry);
        Gauge.builder("airlog.ingest.waiting", () -> waitsFor.isEmpty() ? 0 : 1).register(registry);
        Gauge.builder("airlog.ingest.newest.stored.received", () -> newestStored.getEpochSecond())
                .baseUnit("seconds")
                .register(registry);
    }

    /** The database has answered. */
    public void databaseAnswered() {
        isDatabaseReachable = true;
    }

    /** A batch is stored, of which the newest record was received at {@code received}; EPOCH where it had none. */
    public void stored(Tally tally, Instant received) {
        isDatabaseReachable = true;
        newestStored = received.isAfter(newestStored) ? received : newestStored;
        count(tally);
    }

    /** Nothing is being waited for. */
    public void goesOn() {
        waitsFor = "";
    }

    /** Something did not work and is tried again: {@code database}, {@code parking}, {@code kafka}, {@code key} or {@code fenced}. */
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
