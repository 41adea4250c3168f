package org.airlog.broker.intake;

import java.util.concurrent.CompletionStage;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;

/** Where accepted observations go: a port, which the Kafka topic {@code airlog.observations} stands behind. Thread-safe. */
public interface ObservationLog {

    /**
     * Keeps {@code record}. Completes only when it is safe, so that its publish may be acknowledged; fails, within a
     * bounded time, where that is not known. Never blocks the caller.
     */
    CompletionStage<Void> append(Suid suid, ObservationRecord record);
}
