package org.airlog.ingest.timescale;

import java.time.Instant;
import java.util.Collection;
import org.airlog.ingest.batch.RowKey;

/** From the earliest to the latest of some rows: with it TimescaleDB leaves out chunks before it looks at a single key. */
record TimeRange(Instant first, Instant last) {

    /** The range of {@code keys}, of which there is at least one. */
    static TimeRange of(Collection<RowKey> keys) {
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (RowKey key : keys) {
            first = key.time().isBefore(first) ? key.time() : first;
            last = key.time().isAfter(last) ? key.time() : last;
        }
        return new TimeRange(first, last);
    }
}
