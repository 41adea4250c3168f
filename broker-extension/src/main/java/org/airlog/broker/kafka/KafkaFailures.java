package org.airlog.broker.kafka;

import java.util.concurrent.CompletionException;
import org.airlog.broker.intake.LogRefusedException;
import org.airlog.broker.intake.LogUnavailableException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Kafka's failures to take an observation, in our own words. */
final class KafkaFailures {

    private KafkaFailures() {}

    /**
     * By type, never by message. What an operator can mend (rights, a missing topic) may pass next time: unavailable. So may a
     * time that Kafka does not believe: it is that of our own clock, and says nothing of the record.
     */
    static RuntimeException translated(Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        boolean isForGood = failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof SerializationException
                || failure instanceof InvalidRecordException;
        return isForGood
                ? new LogRefusedException("Kafka refuses the record", failure)
                : new LogUnavailableException("Kafka did not confirm the record", failure);
    }
}
