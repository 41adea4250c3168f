package org.airlog.ingest.kafka;

import java.io.IOException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How the Kafka clients of the sink are set up. They connect in the background. */
final class RecordClients {

    private static final int LIMIT_MILLIS = 10_000;
    private static final int LONGEST_BATCH_MILLIS = 30_000;
    /** All that a poll brings is decoded in memory, where it is some ten times as large. */
    private static final int FETCH_BYTES = 8 << 20;

    private RecordClients() {}

    /**
     * A member of the group, which is told where to read and never jumps by itself; throws with one line where none can be
     * made, as when nothing knows the name of any server.
     */
    static KafkaConsumer<byte[], byte[]> consumer(KafkaAddress address, int maxRecords) throws IOException {
        try {
            return member(address, maxRecords);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // Other faults may quote what they choke on, a password perhaps.
            String why = cause instanceof ConfigException
                    ? String.valueOf(cause.getMessage())
                    : cause.getClass().getSimpleName();
            throw new IOException("no client can be made for Kafka at " + address.bootstrapServers() + ": " + why, e);
        }
    }

    private static KafkaConsumer<byte[], byte[]> member(KafkaAddress address, int maxRecords) {
        return new KafkaConsumer<>(
                address.with(Map.ofEntries(
                        Map.entry("group.id", RecordSource.GROUP),
                        Map.entry("client.id", RecordSource.GROUP),
                        Map.entry("enable.auto.commit", "false"),
                        Map.entry("auto.offset.reset", "none"),
                        Map.entry("allow.auto.create.topics", "false"),
                        Map.entry("partition.assignment.strategy", CooperativeStickyAssignor.class.getName()),
                        // The broker's least: who was killed is out of the group, and may come back, after 6 s.
                        // One that was only slow is fenced by the database.
                        Map.entry("session.timeout.ms", "6000"),
                        Map.entry("heartbeat.interval.ms", "2000"),
                        // So long Kafka waits for members that do not join again, and 5 s longer we for an answer:
                        // when it is killed and comes back, Kafka 4.3 may forget that a member is dead, or lose the
                        // question. A batch that takes longer costs the membership, and is stored or fenced.
                        Map.entry("max.poll.interval.ms", LONGEST_BATCH_MILLIS),
                        // Topics are made by the broker extension, perhaps after we have begun to wait for them.
                        Map.entry("metadata.max.age.ms", "10000"),
                        Map.entry("max.poll.records", maxRecords),
                        Map.entry("fetch.max.bytes", FETCH_BYTES),
                        Map.entry("default.api.timeout.ms", LIMIT_MILLIS),
                        Map.entry("request.timeout.ms", LIMIT_MILLIS))),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Tells the topics' ids. */
    static Admin admin(KafkaAddress address) {
        return Admin.create(address.with(Map.of(
                "client.id",
                RecordSource.GROUP + "-admin",
                "default.api.timeout.ms",
                LIMIT_MILLIS,
                "request.timeout.ms",
                LIMIT_MILLIS / 2)));
    }
}
