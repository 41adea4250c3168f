package org.airlog.ingest.batch;

import org.airlog.observation.Payload;

/**
 * A record of the log as it was read, not yet decoded.
 *
 * @param key empty where the record has none
 * @param value empty where the record has none
 * @param statedCount number of observations by its header; −1 where the header is missing or no number
 */
public record LoggedRecord(LogPartition partition, long offset, Payload key, Payload value, int statedCount) {

    /** The offset that is next once this record is stored. */
    public long nextOffset() {
        return offset + 1;
    }
}
