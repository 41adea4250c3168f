package org.airlog.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class RecordSourceTest {

    private static final TopicPartition PARTITION = new TopicPartition("airlog.observations", 0);

    @Test
    void knowsTheEndFromItsPositionAndWhatIsUnread() {
        assertThat(RecordSource.end(new Consumer(() -> 40), PARTITION)).hasValue(45);
    }

    @Test
    void knowsNoEndWhileThePositionIsNotConfirmed() {
        assertThat(RecordSource.end(
                        new Consumer(() -> {
                            throw new TimeoutException("the new leader has not answered");
                        }),
                        PARTITION))
                .isEmpty();
    }

    @Test
    void knowsNoEndWhenItIsToldToStop() {
        assertThat(RecordSource.end(
                        new Consumer(() -> {
                            throw new WakeupException();
                        }),
                        PARTITION))
                .isEmpty();
    }

    /** Five records are unread. */
    private static final class Consumer extends MockConsumer<byte[], byte[]> {

        private final LongSupplier position;

        Consumer(LongSupplier position) {
            super("none");
            this.position = position;
        }

        @Override
        public OptionalLong currentLag(TopicPartition partition) {
            return OptionalLong.of(5);
        }

        @Override
        public synchronized long position(TopicPartition partition, Duration limit) {
            return position.getAsLong();
        }

        /** As Kafka's own waits, for ten seconds. */
        @Override
        public synchronized long position(TopicPartition partition) {
            return position.getAsLong();
        }
    }
}
