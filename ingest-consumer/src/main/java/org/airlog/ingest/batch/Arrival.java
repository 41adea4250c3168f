package org.airlog.ingest.batch;

import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.observation.Observation;

/**
 * One observation of one record.
 *
 * @param index its place in the record
 */
public record Arrival(Observed record, int index) {

    /** What was observed. */
    public Observation observation() {
        return record.content().observations().get(index);
    }

    /** The row that it belongs to. */
    public RowKey key() {
        return new RowKey(record.sensor(), observation().time());
    }
}
