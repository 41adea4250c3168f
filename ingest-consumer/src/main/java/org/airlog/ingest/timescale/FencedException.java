package org.airlog.ingest.timescale;

import org.airlog.ingest.batch.LogPartition;

/**
 * Another consumer has gone on with a partition: what was about to be written is old, and none of it is kept.
 *
 * <p>It happens to a consumer that was held up for so long that its group gave its partitions away.
 */
public final class FencedException extends Exception {

    private static final long serialVersionUID = 1L;

    FencedException(LogPartition partition, long expected) {
        super(partition.topic() + "-" + partition.partition() + " no longer stands at offset " + expected);
    }
}
