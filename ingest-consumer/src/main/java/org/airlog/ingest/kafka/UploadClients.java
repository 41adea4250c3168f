package org.airlog.ingest.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How the Kafka clients of the forwarder are set up. They connect in the background. */
final class UploadClients {

    private static final int LIMIT_MILLIS = 10_000;
    /** Uploads of one slice are all in memory, where they are some ten times as large. */
    private static final int FETCH_BYTES = 2 << 20;

    private static final int MOST_RECORDS = 500;
    /** Between two polls lies at most one request and what prepares it, each with its limit. */
    private static final int LONGEST_PAUSE_MILLIS = 900_000;

    private UploadClients() {}

    /** A member of the group, which commits only when told to and never jumps by itself. */
    static KafkaConsumer<byte[], byte[]> consumer(KafkaAddress address) {
        return new KafkaConsumer<>(
                address.with(Map.ofEntries(
                        Map.entry("group.id", UploadLog.GROUP),
                        Map.entry("client.id", UploadLog.GROUP),
                        Map.entry("enable.auto.commit", "false"),
                        Map.entry("auto.offset.reset", "none"),
                        Map.entry("allow.auto.create.topics", "false"),
                        Map.entry("partition.assignment.strategy", CooperativeStickyAssignor.class.getName()),
                        Map.entry("session.timeout.ms", "6000"),
                        Map.entry("heartbeat.interval.ms", "2000"),
                        Map.entry("max.poll.interval.ms", LONGEST_PAUSE_MILLIS),
                        // The topic is made by the broker extension, perhaps after we have begun to wait for it.
                        Map.entry("metadata.max.age.ms", "10000"),
                        Map.entry("max.poll.records", MOST_RECORDS),
                        Map.entry("fetch.max.bytes", FETCH_BYTES),
                        Map.entry("default.api.timeout.ms", LIMIT_MILLIS),
                        Map.entry("request.timeout.ms", LIMIT_MILLIS))),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Tells the topic's id. */
    static Admin admin(KafkaAddress address) {
        return Admin.create(address.with(Map.of(
                "client.id",
                UploadLog.GROUP + "-admin",
                "default.api.timeout.ms",
                LIMIT_MILLIS,
                "request.timeout.ms",
                LIMIT_MILLIS / 2)));
    }
}
