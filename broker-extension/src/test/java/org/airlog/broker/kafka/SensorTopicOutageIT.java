package org.airlog.broker.kafka;

import static org.airlog.broker.sensor.SampleSteps.registration;
import static org.airlog.broker.sensor.SampleSteps.sealWithKey;
import static org.airlog.broker.sensor.SampleSteps.secret;
import static org.airlog.broker.sensor.SampleSteps.suid;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.airlog.broker.sensor.RegistryUnavailableException;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.codec.SensorRecord;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class SensorTopicOutageIT {

    private static final SecretSeal SEAL = sealWithKey("one");
    private static final Duration A_LITTLE_OVER_TWO_SECONDS = Duration.ofMillis(2_500);

    @TempDir
    Path directory;

    private Path file;
    private KafkaFixture kafka;

    @BeforeEach
    void startKafka() throws Exception {
        kafka = KafkaFixture.startEmpty(directory.resolve("kafka"));
        file = directory.resolve("broker").resolve("sensors");
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
    }

    @Test
    void waitsForATopicThatIsNotThereYet() {
        try (SensorTopic sensors = open(SEAL)) {
            assertThat(sensors.catchUp().toCompletableFuture()).failsWithin(A_LITTLE_OVER_TWO_SECONDS);
            assertThat(sensors.isLoaded()).isFalse();
            assertThat(sensors.find(suid())).isInstanceOf(Sensor.Unreadable.class);

            kafka.makeTopics();

            awaitLoaded(sensors);
            assertThat(sensors.find(suid())).isEqualTo(new Sensor.Unknown());
        }
    }

    @Test
    void failsWithinTwoSecondsWhileKafkaIsDownAndRecoversByItself() throws Exception {
        kafka.makeTopics();
        try (SensorTopic sensors = open(SEAL)) {
            awaitLoaded(sensors);
            SensorRecord known = registration(SEAL, suid(), secret());
            assertThat(get(sensors.append(known))).isTrue();

            kafka.stop();

            assertThat(sensors.catchUp().toCompletableFuture())
                    .failsWithin(A_LITTLE_OVER_TWO_SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(RegistryUnavailableException.class);
            assertThat(sensors.append(registration(SEAL, suid(), secret())).toCompletableFuture())
                    .failsWithin(A_LITTLE_OVER_TWO_SECONDS)
                    .withThrowableThat()
                    .withCauseInstanceOf(RegistryUnavailableException.class);
            assertThat(sensors.isLoaded()).isTrue();
            assertThat(sensors.find(known.suid())).isInstanceOf(Sensor.Registered.class);
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> !sensors.isFresh());

            kafka.startAgain();

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> succeeds(sensors.catchUp()));
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(sensors::isFresh);
            SensorRecord later = registration(SEAL, suid(), secret());
            assertThat(get(sensors.append(later))).isTrue();
        }
    }

    @Test
    void judgesFromItsFileWhileKafkaIsDownAndReadsOnWhenItIsBack() throws Exception {
        kafka.makeTopics();
        SensorRecord known = registration(SEAL, suid(), secret());
        try (SensorTopic sensors = open(SEAL)) {
            awaitLoaded(sensors);
            assertThat(get(sensors.append(known))).isTrue();
        }
        SensorRecord meanwhile = registration(SEAL, suid(), secret());
        try (SensorTopic other = new SensorTopic(kafka.clients, SEAL, directory.resolve("other"))) {
            other.start();
            awaitLoaded(other);
            assertThat(get(other.append(meanwhile))).isTrue();
        }
        kafka.stop();

        try (SensorTopic sensors = open(SEAL)) {
            assertThat(sensors.isLoaded()).isTrue();
            assertThat(sensors.find(known.suid())).isInstanceOf(Sensor.Registered.class);
            assertThat(sensors.catchUp().toCompletableFuture()).failsWithin(A_LITTLE_OVER_TWO_SECONDS);

            kafka.startAgain();

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> succeeds(sensors.catchUp()));
            assertThat(sensors.find(meanwhile.suid())).isInstanceOf(Sensor.Registered.class);
            assertThat(sensors.size()).isEqualTo(2);
        }
    }

    @Test
    void readsTheLogFromItsBeginningWhenItsFileIsDamaged() throws Exception {
        kafka.makeTopics();
        SensorRecord known = registration(SEAL, suid(), secret());
        try (SensorTopic sensors = open(SEAL)) {
            awaitLoaded(sensors);
            assertThat(get(sensors.append(known))).isTrue();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        try (SensorTopic sensors = open(SEAL)) {
            awaitLoaded(sensors);

            assertThat(sensors.find(known.suid())).isInstanceOf(Sensor.Registered.class);
        }
        kafka.stop();
        try (SensorTopic sensors = open(SEAL)) {
            assertThat(sensors.find(known.suid())).isInstanceOf(Sensor.Registered.class);
        }
    }

    @Test
    void forgetsWhatItReadWhenTheTopicIsMadeAnew() throws Exception {
        kafka.makeTopics();
        try (SensorTopic sensors = open(SEAL)) {
            awaitLoaded(sensors);
            SensorRecord known = registration(SEAL, suid(), secret());
            assertThat(get(sensors.append(known))).isTrue();

            makeTopicAnew();

            awaitForgotten(sensors, known);
            SensorRecord later = registration(SEAL, suid(), secret());
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> succeeds(sensors.append(later)));
        }
    }

    @Test
    void forgetsWhatItReadWhenAnotherLogThatIsLongerComesUnderItsAddress() throws Exception {
        Path otherDirectory = directory.resolve("another-kafka");
        SensorRecord ofOther = fillAnotherKafka(otherDirectory);
        kafka.makeTopics();
        SensorRecord known = registration(SEAL, suid(), secret());
        try (SensorTopic sensors = open(SEAL)) {
            awaitLoaded(sensors);
            assertThat(get(sensors.append(known))).isTrue();

            kafka.stop();
            kafka.startAnother(otherDirectory);

            awaitForgotten(sensors, known);
            assertThat(sensors.find(ofOther.suid())).isInstanceOf(Sensor.Registered.class);
        }
    }

    @Test
    void ignoresTheFileOfAnotherLogEvenWhereThatIsLonger() throws Exception {
        Path otherDirectory = directory.resolve("another-kafka");
        SensorRecord ofOther = fillAnotherKafka(otherDirectory);
        kafka.makeTopics();
        SensorRecord known = registration(SEAL, suid(), secret());
        try (SensorTopic sensors = open(SEAL)) {
            awaitLoaded(sensors);
            assertThat(get(sensors.append(known))).isTrue();
        }
        kafka.stop();
        kafka.startAnother(otherDirectory);

        try (SensorTopic sensors = open(SEAL)) {
            awaitForgotten(sensors, known);
            assertThat(sensors.find(ofOther.suid())).isInstanceOf(Sensor.Registered.class);
        }
    }

    private static void awaitForgotten(SensorTopic sensors, SensorRecord known) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(sensors.find(known.suid()))
                .isEqualTo(new Sensor.Unknown()));
    }

    /** A log of three registrations, of which the first is returned. */
    private SensorRecord fillAnotherKafka(Path otherDirectory) throws Exception {
        SensorRecord first = registration(SEAL, suid(), secret());
        try (KafkaFixture another = KafkaFixture.start(otherDirectory);
                SensorTopic writer = new SensorTopic(another.clients, SEAL, directory.resolve("another-file"))) {
            writer.start();
            awaitLoaded(writer);
            assertThat(get(writer.append(first))).isTrue();
            assertThat(get(writer.append(registration(SEAL, suid(), secret())))).isTrue();
            assertThat(get(writer.append(registration(SEAL, suid(), secret())))).isTrue();
        }
        return first;
    }

    private void makeTopicAnew() throws Exception {
        try (Admin admin = kafka.clients.newAdmin("test")) {
            admin.deleteTopics(List.of(SensorRecord.TOPIC)).all().get(10, TimeUnit.SECONDS);
        }
        kafka.makeTopics();
    }

    private SensorTopic open(SecretSeal seal) {
        var topic = new SensorTopic(kafka.clients, seal, file);
        topic.start();
        return topic;
    }

    private static void awaitLoaded(SensorTopic sensors) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(sensors::isLoaded);
    }

    private static boolean succeeds(CompletionStage<?> stage) {
        return stage.toCompletableFuture()
                .thenApply(done -> true)
                .exceptionally(failure -> false)
                .join();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
