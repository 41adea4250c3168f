package org.airlog.ingest.kafka;

import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.observation.Payload;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.ObservationRecordCodec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Kafka's records as the batches know them. */
final class LoggedRecords {

    private LoggedRecords() {}

    /** What {@code record} of {@code partition} holds, headers included. */
    static LoggedRecord of(LogPartition partition, ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(ObservationRecord.COUNT_HEADER);
        int count = header == null || header.value() == null ? -1 : ObservationRecordCodec.readCount(header.value());
        boolean isReplay = record.headers().lastHeader(ObservationRecord.REPLAY_HEADER) != null;
        return new LoggedRecord(
                partition,
                record.offset(),
                payload(record.key()),
                payload(record.value()),
                count,
                isReplay,
                TraceHeaders.read(record.headers()));
    }

    private static Payload payload(byte @Nullable [] bytes) {
        return Payload.of(bytes == null ? new byte[0] : bytes);
    }
}
