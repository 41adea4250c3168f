package org.airlog.broker.sensor;

import java.util.concurrent.CompletionStage;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;

/**
 * The registry as this broker knows it, and the way to change it: a port, which the Kafka topic {@code airlog.sensors}
 * stands behind.
 *
 * <p>Thread-safe; no call blocks or does I/O. Stages complete on a thread of the directory's own that all of them share:
 * what takes longer than a few microseconds belongs on another one ({@code …Async}).
 */
public interface SensorDirectory {

    /** Whether the registry has been read at all since it was first written; until then nobody can be judged. */
    boolean isLoaded();

    /**
     * What is known of {@code suid} now; it may lag behind other brokers, see {@link #catchUp}. While nothing {@link
     * #isLoaded}, every sensor is {@link Sensor.Unreadable}.
     */
    Sensor find(Suid suid);

    /**
     * Completes when every step that was in the log at the time of this call is known here; fails with {@link
     * RegistryUnavailableException} after 2 s at most. Calls share one look at the log, at most ten a second.
     */
    CompletionStage<Void> catchUp();

    /**
     * Writes a step and completes when it has been read back: true where it counts, false where another step came
     * first and it is void. Fails with {@link RegistryUnavailableException} after 2 s at most where that could not be
     * learned; the step may then still count. A step whose key is already on its way shares that one's outcome.
     */
    CompletionStage<Boolean> append(SensorRecord step);
}
