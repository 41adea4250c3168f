package org.airlog.broker.management;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.intake.Verdict.Accepted;
import org.airlog.broker.intake.Verdict.Rejected;
import org.airlog.broker.intake.limit.Limit;
import org.airlog.broker.intake.limit.Limits;
import org.airlog.broker.intake.limit.Wait;
import org.airlog.observation.Reason;

/**
 * What the door counts: each publish and each observation exactly once under one outcome and reason, so that received =
 * accepted + Σ refused, for publishes and for observations. Thread-safe.
 *
 * <p>The observations of a publish that was refused before it was read are not known and not counted; its publish is.
 */
public final class Metrics {

    private static final String NO_REASON = "none";

    private final MeterRegistry registry;
    private final Counter publishesReceived;
    private final Counter observationsReceived;
    private final Counter readingsTrimmed;

    /** Counts into {@code registry}. */
    public Metrics(MeterRegistry registry) {
        this.registry = registry;
        this.publishesReceived = registry.counter("airlog.broker.publishes.received");
        this.observationsReceived = registry.counter("airlog.broker.observations.received");
        this.readingsTrimmed = registry.counter("airlog.broker.observations.trimmed");
        count("publishes", "accepted", NO_REASON, 0);
        count("observations", "accepted", NO_REASON, 0);
        for (Reason reason : Reason.values()) {
            count("publishes", "refused", reason.label(), 0);
            count("observations", "refused", reason.label(), 0);
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

    /** A publish was stored, with what was left out of it. */
    public void accepted(Accepted accepted) {
        count("publishes", "accepted", NO_REASON, 1);
        observationsReceived.increment(accepted.count());
        count("observations", "accepted", NO_REASON, accepted.count());
        accepted.refused().forEach((reason, refused) -> {
            observationsReceived.increment(refused);
            count("observations", "refused", reason.label(), refused);
        });
        readingsTrimmed.increment(accepted.trimmed());
    }

    /** A request to the registry was done: a registration, or what an operator asked for. */
    public void registered() {
        count("publishes", "accepted", NO_REASON, 1);
    }

    /** An answer is held back. */
    public void delayed(Wait wait) {
        limited(wait.limit(), "delayed", 1);
    }

    /** A publish was refused. */
    public void rejected(Rejected rejected) {
        rejected.overLimit().ifPresent(wait -> limited(wait.limit(), "refused", 1));
        count("publishes", "refused", rejected.reason().label(), 1);
        observationsReceived.increment(rejected.observations());
        count("observations", "refused", rejected.reason().label(), rejected.observations());
    }

    /** How many owe something to each limit, of {@code limits} by {@code clock}. */
    public void watch(Limits limits, Supplier<Moment> clock) {
        for (Limit limit : Limit.values()) {
            Gauge.builder(
                            "airlog.broker.limit.keys",
                            limits,
                            of -> of.size(limit, clock.get().nanos()))
                    .tag("limit", limit.label())
                    .register(registry);
        }
    }

    private void limited(Limit limit, String outcome, int amount) {
        registry.counter("airlog.broker.limited", "limit", limit.label(), "outcome", outcome)
                .increment(amount);
    }

    private void count(String what, String outcome, String reason, int amount) {
        registry.counter("airlog.broker." + what, "outcome", outcome, "reason", reason)
                .increment(amount);
    }
}
