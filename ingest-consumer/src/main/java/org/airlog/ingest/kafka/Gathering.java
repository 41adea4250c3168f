package org.airlog.ingest.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Polls until all is there that the servers have, or enough: a client's own poll returns what it has asked for before, of one or
 * two partitions, and only then asks for what has come meanwhile. For one thread.
 */
final class Gathering {

    /** As many fill one here. */
    private static final int POLLS = 4;
    /** A server that has records answers sooner. */
    private static final Duration LONGEST_ANSWER = Duration.ofMillis(2);
    /** From here on nothing more is gathered: decoded it is some ten times as large, and there are two batches in memory. */
    private static final long MOST_BYTES = 4 << 20;

    private final Consumer<byte[], byte[]> consumer;
    private final int maxRecords;
    private boolean leavesMore;

    Gathering(Consumer<byte[], byte[]> consumer, int maxRecords) {
        this.consumer = consumer;
        this.maxRecords = maxRecords;
    }

    /** Most records of a poll of the client, where {@code maxRecords} are gathered at most. */
    static int maxPolled(int maxRecords) {
        return Math.max(1, maxRecords / POLLS);
    }

    /** Hands out what is there, and waits for at most {@code limit} where nothing is; throws what the client's poll throws. */
    void poll(Duration limit, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        leavesMore = false;
        int records = 0;
        long bytes = 0;
        Duration wait = limit;
        int before;
        do {
            before = records;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
                taker.accept(record);
                records++;
                bytes += record.serializedKeySize() + record.serializedValueSize();
            }
            leavesMore = records + maxPolled(maxRecords) > maxRecords || bytes > MOST_BYTES;
            wait = LONGEST_ANSWER;
        } while (records > before && !leavesMore);
    }

    /** Whether the last poll ended because that was enough. */
    boolean leavesMore() {
        return leavesMore;
    }
}
