package org.airlog.management;

import io.micrometer.core.instrument.Gauge;
import org.airlog.configuration.reload.Reload;

/** Whether the configuration as it is written is in use, and since when what is in use is. */
public final class ReloadMeters {

    private ReloadMeters() {}

    /** Adds what {@code reload} says to {@code meters}. */
    public static void bind(ProcessMeters meters, Reload reload) {
        Gauge.builder("airlog.config.reload.successful", reload, of -> of.isSuccessful() ? 1 : 0)
                .description("0 while the configuration files hold a fault, and what was in use stays in use")
                .strongReference(true)
                .register(meters.registry());
        Gauge.builder("airlog.config.last.reload.timestamp", reload, of -> of.lastSuccess()
                        .getEpochSecond())
                .description("when the configuration that is in use was read")
                .baseUnit("seconds")
                .strongReference(true)
                .register(meters.registry());
    }
}
