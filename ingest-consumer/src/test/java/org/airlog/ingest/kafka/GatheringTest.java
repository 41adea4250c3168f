package org.airlog.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final TopicPartition PARTITION = new TopicPartition("observations", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Long> taken = new ArrayList<>();
    private long offset;

    GatheringTest() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void takesWhatEachOfSeveralPollsBringsUntilOneBringsNothing() {
        brings(2, 10);
        brings(3, 10);
        var gathering = new Gathering(consumer, 100);

        poll(gathering);

        assertThat(taken).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(gathering.leavesMore()).isFalse();
    }

    @Test
    void neverTakesMoreThanItMay() {
        for (int polls = 0; polls < 6; polls++) {
            brings(Gathering.maxPolled(10), 10);
        }
        var gathering = new Gathering(consumer, 10);

        poll(gathering);

        assertThat(taken).hasSize(10);
        assertThat(gathering.leavesMore()).isTrue();
    }

    @Test
    void ofLargeRecordsItTakesFew() {
        brings(1, 3 << 20);
        brings(1, 3 << 20);
        brings(1, 3 << 20);
        var gathering = new Gathering(consumer, 100);

        poll(gathering);

        assertThat(taken).containsExactly(0L, 1L);
        assertThat(gathering.leavesMore()).isTrue();
    }

    @Test
    void whereNothingIsThereNothingIsLeft() {
        var gathering = new Gathering(consumer, 1);

        poll(gathering);

        assertThat(taken).isEmpty();
        assertThat(gathering.leavesMore()).isFalse();
    }

    private void poll(Gathering gathering) {
        gathering.poll(Duration.ZERO, record -> taken.add(record.offset()));
    }

    /** The next poll that has nothing else to do brings so many records. */
    private void brings(int records, int bytes) {
        consumer.schedulePollTask(() -> {
            for (int i = 0; i < records; i++) {
                consumer.addRecord(new ConsumerRecord<>(
                        PARTITION.topic(),
                        PARTITION.partition(),
                        offset++,
                        0,
                        TimestampType.CREATE_TIME,
                        1,
                        bytes,
                        new byte[1],
                        new byte[bytes],
                        new RecordHeaders(),
                        Optional.empty()));
            }
        });
    }
}
