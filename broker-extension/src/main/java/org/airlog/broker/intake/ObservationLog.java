package org.airlog.broker.intake;

import java.util.concurrent.CompletionStage;
import org.airlog.observation.Suid;
import org.airlog.observation.TraceContext;
import org.airlog.observation.codec.ObservationRecord;
import org.jspecify.annotations.Nullable;

/** Where accepted observations go: a port, which the Kafka topic {@code airlog.observations} stands behind. Thread-safe. */
public interface ObservationLog {

    /**
     * Keeps {@code record}. Completes only when it is safe, so that its publish may be acknowledged. Fails, within a
     * bounded time, with {@link LogUnavailableException} where that is not known and with {@link LogRefusedException}
     * where the record will never be taken. Never blocks the caller and never throws.
     *
     * @param trace goes with the record, so that whoever reads it can go on with the trace; null where it is in none
     */
    CompletionStage<Void> append(Suid suid, ObservationRecord record, @Nullable TraceContext trace);

    /** The same for a record that is in no trace. */
    default CompletionStage<Void> append(Suid suid, ObservationRecord record) {
        return append(suid, record, null);
    }
}
