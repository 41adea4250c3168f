package org.airlog.broker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.airlog.broker.intake.ObservationLog;
import org.airlog.broker.mqtt.Doors;
import org.airlog.broker.mqtt.Patience;
import org.airlog.broker.sensor.Sensor;
import org.airlog.broker.sensor.SensorDirectory;
import org.airlog.observation.Suid;
import org.airlog.observation.TraceContext;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.jspecify.annotations.Nullable;

/** The delivered extension with a registry and a log that fail on demand: by the SUID, or by the value of PM10. */
public class FaultyExtension extends AirlogExtension {

    /** Looking it up throws an exception. */
    static final Suid THROWS =
            Suid.parse("00000000-0000-4000-8000-00000000000e").orElseThrow();

    /** Looking it up throws an error, as a class that is missing would. */
    static final Suid BREAKS =
            Suid.parse("00000000-0000-4000-8000-00000000000f").orElseThrow();

    /** The log throws at this value of PM10. */
    static final double LOG_THROWS = 1001;

    /** The log breaks at this value of PM10. */
    static final double LOG_BREAKS = 1002;

    /** The log never answers at this value of PM10. */
    static final double LOG_HANGS = 1003;

    @Override
    protected Doors.Ports ports(Doors.Ports kafka) {
        return new Doors.Ports(
                new FaultyDirectory(kafka.directory()), new FaultyLog(kafka.observationLog()), kafka.rejectedLog());
    }

    @Override
    protected Patience patience() {
        return new Patience(Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofSeconds(10));
    }

    record FaultyDirectory(SensorDirectory real) implements SensorDirectory {
        @Override
        public boolean isLoaded() {
            return real.isLoaded();
        }

        @Override
        public Sensor find(Suid suid) {
            if (suid.equals(THROWS)) {
                throw new IllegalStateException("as asked for");
            }
            if (suid.equals(BREAKS)) {
                throw new NoClassDefFoundError("as asked for");
            }
            return real.find(suid);
        }

        @Override
        public CompletionStage<Void> catchUp() {
            return real.catchUp();
        }

        @Override
        public CompletionStage<Boolean> append(SensorRecord step) {
            return real.append(step);
        }
    }

    record FaultyLog(ObservationLog real) implements ObservationLog {
        @Override
        public CompletionStage<Void> append(Suid suid, ObservationRecord record, @Nullable TraceContext trace) {
            double pm10 = record.observations().get(0).readings().getOrDefault("PM10", 0.0);
            if (pm10 == LOG_THROWS) {
                throw new IllegalStateException("as asked for");
            }
            if (pm10 == LOG_BREAKS) {
                throw new NoClassDefFoundError("as asked for");
            }
            return pm10 == LOG_HANGS ? new CompletableFuture<>() : real.append(suid, record, trace);
        }
    }
}
