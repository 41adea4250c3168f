package org.airlog.broker.management;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.limit.Limit;
import org.airlog.broker.intake.limit.Limits;
import org.airlog.broker.intake.limit.Wait;
import org.airlog.observation.Reason;
import org.airlog.tracing.Step;

/**
 * What the door counts: each publish and each observation exactly once under one outcome and reason, so that received =
 * accepted + Σ refused, for publishes and for observations. Thread-safe.
 *
 * <p>The observations of a publish that was refused before it was read are not known and not counted; its publish is.
 */
public final class Metrics {

    private static final String NO_REASON = "none";

    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Counter publishesReceived;
    private final Counter observationsReceived;
    private final Counter readingsTrimmed;
    private final Counter publishesAccepted;
    private final Counter observationsAccepted;
    private final Map<Reason, Counter> publishesRefused = new EnumMap<>(Reason.class);
    private final Map<Reason, Counter> observationsRefused = new EnumMap<>(Reason.class);
    private final Timer decisions;

    /** Counts into {@code registry}. */
    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        this.publishesReceived = registry.counter("airlog.broker.publishes.received");
        this.observationsReceived = registry.counter("airlog.broker.observations.received");
        this.readingsTrimmed = registry.counter("airlog.broker.observations.trimmed");
        this.decisions = Timer.builder("airlog.broker.publish.duration")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        this.publishesAccepted = counter("publishes", "accepted", NO_REASON);
        this.observationsAccepted = counter("observations", "accepted", NO_REASON);
        for (Reason reason : Reason.values()) {
            publishesRefused.put(reason, counter("publishes", "refused", reason.label()));
            observationsRefused.put(reason, counter("observations", "refused", reason.label()));
        }
        for (Limit limit : Limit.values()) {
            limited(limit, "delayed", 0);
            limited(limit, "refused", 0);
        }
    }

    /** A publish has arrived. */
    public void received() {
        publishesReceived.increment();
    }

    /** How long a publish took from its arrival to its outcome; how much longer its answer is held back is not in it. */
    public void decided(long nanos, Step trace) {
        trace.enter();
        try {
            decisions.record(nanos, TimeUnit.NANOSECONDS);
        } finally {
            trace.leave();
        }
    }

    /** A publish was stored, with what was left out of it. */
    public void accepted(Accepted accepted) {
        publishesAccepted.increment();
        observationsReceived.increment(accepted.count());
        observationsAccepted.increment(accepted.count());
        accepted.refused().forEach((reason, refused) -> {
            observationsReceived.increment(refused);
            of(observationsRefused, reason).increment(refused);
        });
        readingsTrimmed.increment(accepted.trimmed());
    }

    /** A request to the registry was done: a registration, or what an operator asked for. */
    public void registered() {
        publishesAccepted.increment();
    }

    /** An answer is held back. */
    public void delayed(Wait wait) {
        limited(wait.limit(), "delayed", 1);
    }

    /** A publish was refused. */
    public void rejected(Rejected rejected) {
        rejected.overLimit().ifPresent(wait -> limited(wait.limit(), "refused", 1));
        of(publishesRefused, rejected.reason()).increment();
        observationsReceived.increment(rejected.observations());
        of(observationsRefused, rejected.reason()).increment(rejected.observations());
    }

    /** How many owe something to each limit, of those in force by {@code clock}. */
    public void watch(Supplier<Limits> limits, Supplier<Moment> clock) {
        for (Limit limit : Limit.values()) {
            Gauge.builder("airlog.broker.limit.keys", limits, of -> of.get()
                            .size(limit, clock.get().nanos()))
                    .tag("limit", limit.label())
                    .register(registry);
        }
    }

    /** How much work waits for {@code threads}, and how many of them are at it; {@code what} they do is a word of ours. */
    public void watch(String what, ThreadPoolExecutor threads) {
        new ExecutorServiceMetrics(threads, what, "", List.of()).bindTo(registry);
    }

    private void limited(Limit limit, String outcome, int amount) {
        registry.counter("airlog.broker.limited", "limit", limit.label(), "outcome", outcome)
                .increment(amount);
    }

    private static Counter of(Map<Reason, Counter> counters, Reason reason) {
        return Objects.requireNonNull(counters.get(reason));
    }

    private Counter counter(String what, String outcome, String reason) {
        return registry.counter("airlog.broker." + what, "outcome", outcome, "reason", reason);
    }
}
