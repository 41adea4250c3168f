package org.airlog.broker.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.airlog.broker.intake.Moment;
import org.airlog.broker.kafka.SensorTopic;

/** Gauges of what the door needs to judge and to keep: the registry, its clock, its disk. None of them asks anybody else. */
public final class DoorMeters {

    private final MeterRegistry registry;
    private final SensorTopic sensors;

    private DoorMeters(MeterRegistry registry, SensorTopic sensors) {
        this.registry = registry;
        this.sensors = sensors;
    }

    /** Shows them in {@code registry}, as long as all live; {@code clock} says whether it can be believed. */
    public static void bind(MeterRegistry registry, SensorTopic sensors, Supplier<Moment> clock, Path dataDir) {
        var meters = new DoorMeters(registry, sensors);
        meters.ofRegistry("loaded", of -> of.isLoaded() ? 1 : 0);
        meters.ofRegistry("fresh", of -> of.isFresh() ? 1 : 0);
        meters.ofRegistry("sensors", SensorTopic::size);
        meters.ofRegistry("missing.keys", of -> of.missingKeyIds().size());
        meters.ofRegistry("undecodable.records", SensorTopic::undecodableRecords);
        Gauge.builder("airlog.broker.clock.steady", () -> clock.get().isSteady() ? 1 : 0)
                .register(registry);
        new DiskSpaceMetrics(dataDir.toFile()).bindTo(registry);
    }

    private void ofRegistry(String name, ToDoubleFunction<SensorTopic> value) {
        Gauge.builder("airlog.broker.registry." + name, sensors, value).register(registry);
    }
}
