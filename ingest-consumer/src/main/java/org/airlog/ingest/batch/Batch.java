package org.airlog.ingest.batch;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.airlog.ingest.batch.Decoded.Observed;
import org.airlog.ingest.batch.Decoded.Step;
import org.airlog.ingest.batch.Decoded.Undecodable;

/**
 * Records of the log that are stored together, and the offsets that move with them; cut by {@link BatchPlan}.
 *
 * @param spans where each partition stands and where it will, in the order in which they are locked
 * @param steps of the registry, in its order
 * @param undecodable what is parked unread
 * @param observed the publishes, in the order of the log within each partition
 * @param unstorable observations of {@code observed} that the database cannot hold
 * @param parts the other observations of {@code observed}; each part is one transaction, nearly always there is one. The
 *     offsets, and all the rest, move with the last
 */
public record Batch(
        SortedMap<LogPartition, Span> spans,
        List<Step> steps,
        List<Undecodable> undecodable,
        List<Observed> observed,
        List<Unstorable> unstorable,
        List<List<Arrival>> parts) {

    /**
     * Where a partition stands, and where it will.
     *
     * @param expected the offset that the database must hold now, else somebody else has gone on
     * @param next the offset behind the batch's last record of the partition
     */
    public record Span(long expected, long next) {}

    /** An observation that the database cannot hold, and why. */
    public record Unstorable(Arrival arrival, String detail) {}

    public Batch {
        spans = Collections.unmodifiableSortedMap(new TreeMap<>(spans));
        steps = List.copyOf(steps);
        undecodable = List.copyOf(undecodable);
        observed = List.copyOf(observed);
        unstorable = List.copyOf(unstorable);
        parts = List.copyOf(parts);
    }
}
