package org.airlog.ingest.kafka;

/** A commit was refused: another member of the group has the partition, and goes on with it. */
public final class PartitionLostException extends Exception {

    private static final long serialVersionUID = 1L;

    PartitionLostException(String message) {
        super(message);
    }
}
