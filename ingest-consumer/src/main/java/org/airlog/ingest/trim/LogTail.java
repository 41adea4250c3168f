package org.airlog.ingest.trim;

import org.airlog.ingest.batch.LogPartition;

/**
 * What one partition of the log holds when a round of trimming looks at it.
 *
 * @param beginning its first offset
 * @param end the offset behind its last record
 * @param young offset of the first record whose timestamp is not older than the retention; {@code end} where all are older
 */
public record LogTail(LogPartition partition, long beginning, long end, long young) {}
