package org.airlog.ingest.kafka;

import java.util.List;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.ingest.opensensemap.plan.Progress;

/**
 * Records of one partition that are forwarded together.
 *
 * @param begin offset of the first one, and the one that is committed until all are forwarded
 * @param end offset behind the last one
 * @param progress how far they had been forwarded when the partition was assigned
 */
public record Slice(LogPartition partition, long begin, long end, List<LoggedRecord> records, Progress progress) {

    public Slice {
        records = List.copyOf(records);
    }
}
