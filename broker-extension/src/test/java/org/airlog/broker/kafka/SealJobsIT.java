package org.airlog.broker.kafka;

import static org.airlog.broker.sensor.SampleSteps.registration;
import static org.airlog.broker.sensor.SampleSteps.secret;
import static org.airlog.broker.sensor.SampleSteps.suid;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.airlog.broker.sensor.SealKeeper.Progress;
import org.airlog.broker.sensor.SealKeeper.Task;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Suid;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.sealing.Seal;
import org.airlog.observation.sealing.SealingKey;
import org.airlog.observation.signature.Secret;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry is sealed anew in a real Kafka, while brokers with other keys follow it. */
class SealJobsIT {

    private static final int SENSORS = 250;
    private static final SealingKey ONE = SealingKey.parse(SealingKey.generate("one", new SecureRandom()));
    private static final SealingKey TWO = SealingKey.parse(SealingKey.generate("two", new SecureRandom()));

    @TempDir
    Path directory;

    @Test
    void theOldKeyCanBeRetiredOnceTheRegistryIsSealedAnew() throws Exception {
        var before = new Seal(List.of(ONE));
        var both = new Seal(List.of(TWO, ONE));
        var after = new Seal(List.of(TWO));
        var secrets = new LinkedHashMap<Suid, Secret>();
        try (KafkaFixture kafka = KafkaFixture.start(directory.resolve("kafka"));
                SensorTopic here = open(kafka, both, "here");
                SensorTopic retired = open(kafka, after, "retired");
                var jobs = new SealJobs(kafka.clients, both, here, here::size);
                var others = new SealJobs(kafka.clients, both, here, here::size)) {
            Awaitility.await().until(() -> here.isLoaded() && retired.isLoaded());
            for (int i = 0; i < SENSORS; i++) {
                Secret secret = secret();
                SensorRecord step = registration(new SecretSeal(before), suid(), secret);
                secrets.put(step.suid(), secret);
                assertThat(here.append(step).toCompletableFuture().join()).isTrue();
            }
            assertThat(ended(jobs, Task.COUNT).use()).isEqualTo(Map.of("one", SENSORS));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(retired.missingKeyIds()).containsExactly("one"));

            // Two brokers at once, and once more: nothing is harmed, and nothing done for nothing.
            others.begin(Task.RESEAL);
            Progress resealed = ended(jobs, Task.RESEAL);
            Awaitility.await().until(() -> !others.progress().isRunning());

            assertThat(resealed.failure()).isEmpty();
            assertThat(resealed.use()).isEqualTo(Map.of("two", SENSORS));
            assertThat(resealed.percent()).isEqualTo(100);
            assertThat(ended(jobs, Task.RESEAL).resealed()).isZero();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(retired.missingKeyIds()).isEmpty());
            try (SensorTopic fresh = open(kafka, after, "fresh")) {
                Awaitility.await().until(fresh::isLoaded);
                secrets.forEach((suid, secret) -> {
                    assertThat(fresh.find(suid)).isEqualTo(here.find(suid)).isEqualTo(retired.find(suid));
                    assertThat(((Sensor.Registered) fresh.find(suid)).secret()).isEqualTo(secret);
                });
            }
            kafka.stop();
            assertThat(ended(jobs, Task.COUNT).failure()).isEqualTo("the registry cannot be reached just now");
        }
    }

    private SensorTopic open(KafkaFixture kafka, Seal seal, String name) {
        var topic = new SensorTopic(
                kafka.clients, new SecretSeal(seal), directory.resolve(name).resolve("snapshot"));
        topic.start();
        return topic;
    }

    private static Progress ended(SealJobs jobs, Task task) {
        long number = jobs.begin(task).number();
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> !jobs.progress()
                .isRunning());
        assertThat(jobs.progress().number()).isEqualTo(number);
        return jobs.progress();
    }
}
