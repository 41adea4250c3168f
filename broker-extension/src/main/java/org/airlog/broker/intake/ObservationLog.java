package org.airlog.broker.intake;

import java.util.concurrent.CompletionStage;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.ObservationRecord;

/** Where accepted observations go: a port, which the Kafka topic {@code airlog.observations} stands behind. Thread-safe. */
public interface ObservationLog {

    /**
     * Keeps {@code record}. Completes only when it is safe, so that its publish may be acknowledged. Fails, within a
     * bounded time, with {@link LogUnavailableException} where that is not known and with {@link LogRefusedException}
     * where the record will never be taken. Never blocks the caller and never throws.
     */
    CompletionStage<Void> append(Suid suid, ObservationRecord record);
}
