package org.airlog.broker.sensor;

import java.util.concurrent.CompletionStage;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;

/**
 * The registry as this broker knows it, and the way to change it: a port, which the Kafka topic {@code airlog.sensors}
 * stands behind.
 *
 * <p>Thread-safe; {@link #find} never blocks and does no I/O.
 */
public interface SensorDirectory {

    /** Whether the registry has been read at all since it was first written; until then nobody can be judged. */
    boolean isLoaded();

    /** What is known of {@code suid} now; it may lag behind other brokers, see {@link #catchUp}. */
    Sensor find(Suid suid);

    /**
     * Completes when every step that was in the log at the time of this call is known here; fails with {@link
     * RegistryUnavailableException} after 2 s at most. Calls share one look at the log, at most ten a second.
     */
    CompletionStage<Void> catchUp();

    /**
     * Writes a step and completes when it has been read back: true where it counts, false where another step came
     * first and it is void. Fails with {@link RegistryUnavailableException} where that could not be learned in time;
     * the step may then still count.
     */
    CompletionStage<Boolean> append(SensorRecord step);
}
