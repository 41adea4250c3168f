package org.airlog.ingest.management;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.airlog.ingest.opensensemap.ForwardCounts;
import org.airlog.ingest.opensensemap.plan.LeftOut;

/** What the forwarder counts, as metrics: {@code airlog_opensensemap_…}. */
public final class ForwardMeters {

    private final MeterRegistry registry;
    private final ForwardCounts counts;

    /** Shows {@code counts} in {@code registry}. */
    public ForwardMeters(MeterRegistry registry, ForwardCounts counts) {
        this.registry = registry;
        this.counts = counts;
    }

    /** Once. */
    public void register() {
        counter("airlog.opensensemap.measurements.forwarded", ForwardCounts::forwarded);
        counter("airlog.opensensemap.requests", ForwardCounts::requests);
        counter("airlog.opensensemap.requests.repeated", ForwardCounts::repeated);
        counter("airlog.opensensemap.records.undecodable", ForwardCounts::undecodable);
        Gauge.builder(
                        "airlog.opensensemap.waiting",
                        counts,
                        all -> all.waiting().toMillis() / 1_000.0)
                .baseUnit("seconds")
                .register(registry);
        for (LeftOut reason : LeftOut.values()) {
            FunctionCounter.builder("airlog.opensensemap.measurements.left.out", counts, all -> all.leftOut()
                            .getOrDefault(reason, 0L))
                    .tag("reason", reason.label())
                    .register(registry);
        }
    }

    private void counter(String name, ToDoubleFunction<ForwardCounts> value) {
        FunctionCounter.builder(name, counts, value).register(registry);
    }
}
