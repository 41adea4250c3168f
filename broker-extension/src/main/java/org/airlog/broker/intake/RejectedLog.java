package org.airlog.broker.intake;

/** Where refused publishes go that are worth a look: a port, which the Kafka topic {@code airlog.rejected} stands behind. */
public interface RejectedLog {

    /**
     * Keeps {@code publish} if it can: what comes too fast, or while the log is away, is dropped and counted. Never
     * blocks, never throws. Thread-safe.
     */
    void offer(RejectedPublish publish);
}
