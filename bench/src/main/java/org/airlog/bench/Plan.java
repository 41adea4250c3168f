package org.airlog.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.airlog.bench.database.DatabaseAccess;
import org.airlog.bench.load.Fleet;
import org.airlog.bench.load.Publish;
import org.airlog.bench.wire.Target;

/**
 * One run.
 *
 * @param site whom it is run against
 * @param clients connections, at least 1
 * @param sensors that they speak for, at least 1
 * @param shape of a publish
 * @param dialect how they speak
 * @param rate publishes (connects in mode {@code CONNECT}) a second, whatever the answers; empty = as fast as answers come
 * @param duration of the counted load
 * @param warmup of the same load before it, which is not counted
 */
public record Plan(
        Mode mode,
        Site site,
        int clients,
        int sensors,
        Fleet.Shape shape,
        Dialect dialect,
        OptionalDouble rate,
        Duration duration,
        Duration warmup) {

    /**
     * Where everything is.
     *
     * @param storedQuery counts rows at the far end, where that is not Airlog's own table
     * @param processes whose processor time is counted, by the names that they are told under; none = those that listen
     */
    public record Site(
            Optional<URI> http,
            Optional<URI> mqtt,
            Optional<DatabaseAccess> database,
            Optional<String> storedQuery,
            Map<String, Long> processes) {

        /** Takes a copy. */
        public Site {
            processes = Map.copyOf(processes);
        }
    }

    /**
     * How the fleet speaks.
     *
     * @param isSigned whether its sensors are registered and sign
     * @param isUpload whether they POST to co2logserver's path instead of the OpenSmog API's
     * @param window publishes of one client that may wait for their answers (MQTT)
     */
    public record Dialect(boolean isMqtt5, int qos, boolean isSigned, boolean isUpload, int window) {}

    /** Whom its clients speak to. */
    Target target() {
        return mode == Mode.POST
                ? Target.Http.of(site.http().orElseThrow())
                : Target.Mqtt.of(site.mqtt().orElseThrow(), dialect.isMqtt5(), dialect.qos(), dialect.window());
    }

    /** What its sensors say next, by their numbers. */
    IntFunction<Publish> source(Fleet fleet) {
        return dialect.isUpload() ? fleet::nextUpload : fleet::next;
    }
}
