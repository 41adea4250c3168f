package org.airlog.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.airlog.observation.codec.ObservationRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose clock lies before what the log holds judges no time; here the log lies half an hour ahead instead. */
class ClockAtStartIT {

    private static final int IMPLEMENTATION_SPECIFIC_ERROR = 0x83;

    @TempDir
    Path directory;

    @Test
    void readingsAreUnavailableWhileOurClockLiesBeforeWhatWasReceived() throws Exception {
        try (var airlog = new Installation(directory, Map.of())) {
            airlog.startKafka();
            receiveAt(airlog.kafkaAddress(), Instant.now().plus(Duration.ofMinutes(30)));
            airlog.startWithoutKafka();
            airlog.awaitReady();

            try (var client = RawMqtt.connect(airlog.port(), 5, "device-5")) {
                client.publish(
                        "v1/sensors/" + UUID.randomUUID() + "/readings",
                        1,
                        false,
                        1,
                        Device.reading(Duration.ofMinutes(1), 1).bytes(),
                        Map.of());
                var packets = client.readToEnd();

                assertThat(packets).hasSize(1);
                assertThat(packets.get(0).type()).isEqualTo(RawMqtt.DISCONNECT);
                assertThat(packets.get(0).reasonCode()).isEqualTo(IMPLEMENTATION_SPECIFIC_ERROR);
                assertThat(packets.get(0).properties().get("reason")).contains("our own clock");
            }
        }
    }

    private static void receiveAt(String kafka, Instant moment) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka);
        try (var admin = Admin.create(properties);
                var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(ObservationRecord.TOPIC, 2, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>(
                            ObservationRecord.TOPIC, 0, moment.toEpochMilli(), new byte[16], new byte[1]))
                    .get();
        }
    }
}
