package org.airlog.ingest.management;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.airlog.ingest.timescale.Retention.Round;

/** What this consumer has deleted because it was too old, and how far. Thread-safe. */
public final class RetentionMeters {

    private final Counter observations;
    private final Counter positions;
    private final Counter failures;
    private volatile double droppedBefore = Double.NaN;

    /** Counts into {@code registry}. */
    public RetentionMeters(MeterRegistry registry) {
        observations = registry.counter("airlog.ingest.retention.rows", "table", "observation");
        positions = registry.counter("airlog.ingest.retention.rows", "table", "observation_location");
        failures = registry.counter("airlog.ingest.retention.failures");
        Gauge.builder("airlog.ingest.retention.dropped.before", () -> droppedBefore)
                .description("rows of an earlier time are gone; not a number while all are there")
                .baseUnit("seconds")
                .register(registry);
    }

    /** A round is over. */
    public void passed(Round round) {
        observations.increment((double) round.observations());
        positions.increment((double) round.positions());
        round.before().ifPresent(before -> droppedBefore = before.getEpochSecond());
    }

    /** A round has failed and is tried again. */
    public void failed() {
        failures.increment();
    }
}
