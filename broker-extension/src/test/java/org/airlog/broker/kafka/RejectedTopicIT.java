package org.airlog.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.airlog.broker.intake.RejectedPublish;
import org.airlog.broker.sensor.SampleSteps;
import org.airlog.observation.Payload;
import org.airlog.observation.Reason;
import org.airlog.observation.Suid;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedTopicIT {

    private final AtomicLong nanos = new AtomicLong();

    @TempDir
    Path directory;

    @Test
    void keepsWhatWasRefusedAndWhyButNotTooMuchOfIt() throws Exception {
        Suid suid = SampleSteps.suid();
        try (KafkaFixture kafka = KafkaFixture.start(directory);
                RejectedTopic rejected = new RejectedTopic(kafka.clients, nanos::get)) {
            rejected.offer(publish(Optional.of(suid), 5_000, "192.0.2.1"));
            rejected.offer(publish(Optional.empty(), 3, "192.0.2.1"));

            var kept = kafka.read(RejectedTopic.TOPIC, 2);

            assertThat(kept.get(0).key()).isEqualTo(suid.toBytes());
            assertThat(kept.get(0).value()).hasSize(4_096);
            assertThat(header(kept.get(0), "airlog-reason")).isEqualTo("malformed");
            assertThat(header(kept.get(0), "airlog-detail")).isEqualTo("no JSON");
            assertThat(header(kept.get(0), "airlog-topic")).isEqualTo("v1/sensors/x/readings");
            assertThat(header(kept.get(0), "airlog-length")).isEqualTo("5000");
            assertThat(header(kept.get(0), "airlog-content-type")).isEqualTo("application/json");
            assertThat(kept.get(1).key()).asString(StandardCharsets.UTF_8).isEqualTo("a client");
            assertThat(kept.get(1).value()).hasSize(3);
            assertThat(rejected.dropped()).isZero();
        }
    }

    @Test
    void takesTenAMinuteOfEachAddressAndCountsWhatItDrops() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.start(directory);
                RejectedTopic rejected = new RejectedTopic(kafka.clients, nanos::get)) {
            for (int i = 0; i < 25; i++) {
                rejected.offer(publish(Optional.empty(), 1, "192.0.2.1"));
            }
            rejected.offer(publish(Optional.empty(), 2, "192.0.2.2"));
            assertThat(rejected.dropped()).isEqualTo(15);

            nanos.addAndGet(Duration.ofSeconds(61).toNanos());
            rejected.offer(publish(Optional.empty(), 4, "192.0.2.1"));

            assertThat(kafka.read(RejectedTopic.TOPIC, 12)).hasSize(12).last().satisfies(last -> assertThat(
                            last.value())
                    .hasSize(4));
        }
    }

    @Test
    void dropsWithoutBlockingWhileKafkaIsAway() throws Exception {
        KafkaFixture kafka = KafkaFixture.startEmpty(directory);
        kafka.close();
        try (RejectedTopic rejected = new RejectedTopic(kafka.clients, nanos::get)) {
            long before = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                rejected.offer(publish(Optional.empty(), 1, "192.0.2." + i));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> rejected.dropped() == 20);
        }
    }

    private static RejectedPublish publish(Optional<Suid> suid, int payloadBytes, String address) {
        return new RejectedPublish(
                suid,
                "a client",
                "v1/sensors/x/readings",
                Reason.MALFORMED,
                "no JSON",
                "application/json",
                Payload.of(new byte[payloadBytes]),
                address);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
