package org.airlog.ingest.kafka;

import org.airlog.ingest.batch.LogPartition;

/**
 * The log does not hold the offset at which the database stands. Records that were never stored may be gone, so nobody
 * but a person may decide where to go on; the message says how.
 */
public final class LogLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogLostException(String message) {
        super(message);
    }

    /** Of {@code partition}, at whose {@code offset} the database stands, while the log holds it from {@code beginning} to {@code end}. */
    static LogLostException of(LogPartition partition, long offset, long beginning, long end) {
        return new LogLostException("the database stands at offset " + offset + " of " + partition.topic() + "-"
                + partition.partition() + ", but the log holds " + beginning + " to " + end
                + ": records that were never stored may be gone. Restore the topic; or accept the gap by"
                + " airlog database offsets --accept, which does UPDATE ingest_offset SET next_offset = " + beginning
                + " WHERE topic_id = '" + partition.topicId() + "' AND partition = " + partition.partition()
                + "; and start the consumer again");
    }
}
