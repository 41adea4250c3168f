package org.airlog.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.airlog.ingest.batch.LogPartition;
import org.airlog.ingest.batch.LoggedRecord;
import org.airlog.ingest.batch.ParkReason;
import org.airlog.ingest.batch.Parked;
import org.airlog.ingest.batch.ParkingUnavailableException;
import org.airlog.observation.Payload;
import org.airlog.observation.codec.ObservationRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DeadLettersTest {

    /** Each send waits 3 s for the topic: a thousand of them in a row would be 50 minutes. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void givesUpAtTheFirstRecordWhenTheTopicIsNotToBeHad() throws IOException {
        var origin = new LoggedRecord(
                new LogPartition(new UUID(9, 9), ObservationRecord.TOPIC, 0),
                0,
                Payload.of(new byte[16]),
                Payload.of(new byte[] {1}),
                1);
        var parked = new Parked(origin, ParkReason.UNDECODABLE, "no record", 1, origin.value());

        // Listens and never answers: the producer learns of no topic.
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var letters = new DeadLetters(new KafkaAddress("127.0.0.1:" + silent.getLocalPort(), Map.of()))) {
            assertThatThrownBy(() -> letters.park(Collections.nCopies(1_000, parked)))
                    .isInstanceOf(ParkingUnavailableException.class)
                    .hasRootCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
        }
    }
}
