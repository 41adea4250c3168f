package org.airlog.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.airlog.observation.codec.ObservationRecord;
import org.airlog.observation.codec.SensorRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicsIT {

    @TempDir
    Path directory;

    @Test
    void makesEveryTopicSoThatItKeepsItsPromise() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.start(directory);
                Admin admin = kafka.clients.newAdmin("test")) {
            assertThat(setting(admin, ObservationRecord.TOPIC, "retention.ms")).isEqualTo("-1");
            assertThat(setting(admin, ObservationRecord.TOPIC, "flush.messages"))
                    .isEqualTo("1");
            assertThat(Integer.parseInt(setting(admin, ObservationRecord.TOPIC, "max.message.bytes")))
                    .isGreaterThan(KafkaFixture.MAX_RECORD_BYTES);
            assertThat(setting(admin, SensorRecord.TOPIC, "cleanup.policy")).isEqualTo("compact");
            assertThat(setting(admin, SensorRecord.TOPIC, "flush.messages")).isEqualTo("1");
            assertThat(setting(admin, Topics.PARKED, "retention.ms")).isEqualTo("-1");
            assertThat(setting(admin, RejectedTopic.TOPIC, "retention.ms")).isEqualTo("604800000");
            assertThat(setting(admin, RejectedTopic.TOPIC, "retention.bytes")).isEqualTo("268435456");
            assertThat(partitions(admin, ObservationRecord.TOPIC)).isEqualTo(3);
            assertThat(partitions(admin, SensorRecord.TOPIC)).isEqualTo(1);
        }
    }

    @Test
    void leavesAnExistingTopicAlone() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.startEmpty(directory);
                Admin admin = kafka.clients.newAdmin("test")) {
            admin.createTopics(List.of(new NewTopic(ObservationRecord.TOPIC, 7, (short) 1)
                            .configs(Map.of("retention.ms", "1000"))))
                    .all()
                    .get(10, TimeUnit.SECONDS);

            kafka.makeTopics();

            assertThat(setting(admin, ObservationRecord.TOPIC, "retention.ms")).isEqualTo("1000");
            assertThat(partitions(admin, ObservationRecord.TOPIC)).isEqualTo(7);
            assertThat(partitions(admin, Topics.PARKED)).isEqualTo(1);
        }
    }

    @Test
    void triesOnUntilKafkaIsThere() throws Exception {
        try (KafkaFixture kafka = KafkaFixture.startEmpty(directory)) {
            kafka.stop();
            try (var topics = new Topics(kafka.clients, 3, 1, KafkaFixture.MAX_RECORD_BYTES)) {
                topics.start();
                kafka.startAgain();

                Awaitility.await().atMost(Duration.ofSeconds(40)).until(topics::areThere);
            }
        }
    }

    private static String setting(Admin admin, String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get(10, TimeUnit.SECONDS)
                .values()
                .iterator()
                .next()
                .get(name)
                .value();
    }

    private static int partitions(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(10, TimeUnit.SECONDS)
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
    }
}
