package org.airlog.ingest.batch;

import org.airlog.observation.Payload;
import org.airlog.observation.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log as it was read, not yet decoded.
 *
 * @param key empty where the record has none
 * @param value empty where the record has none
 * @param statedCount number of observations by its header; −1 where the header is missing or no number
 * @param isReplay whether an operator has put it back after it was parked
 * @param trace where the door stood in a trace when it sent it; null where it is in none
 */
public record LoggedRecord(
        LogPartition partition,
        long offset,
        Payload key,
        Payload value,
        int statedCount,
        boolean isReplay,
        @Nullable TraceContext trace) {

    /** A record that came by the door and is in no trace. */
    public LoggedRecord(LogPartition partition, long offset, Payload key, Payload value, int statedCount) {
        this(partition, offset, key, value, statedCount, false, null);
    }

    /** The offset that is next once this record is stored. */
    public long nextOffset() {
        return offset + 1;
    }
}
