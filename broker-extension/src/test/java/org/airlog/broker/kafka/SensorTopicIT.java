package org.airlog.broker.kafka;

import static org.airlog.broker.sensor.SampleSteps.NOW;
import static org.airlog.broker.sensor.SampleSteps.registration;
import static org.airlog.broker.sensor.SampleSteps.revocation;
import static org.airlog.broker.sensor.SampleSteps.sealWithKey;
import static org.airlog.broker.sensor.SampleSteps.secret;
import static org.airlog.broker.sensor.SampleSteps.suid;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.airlog.broker.sensor.SampleSteps;
import org.airlog.broker.sensor.SecretSeal;
import org.airlog.broker.sensor.Sensor;
import org.airlog.observation.Suid;
import org.airlog.observation.Trust;
import org.airlog.observation.codec.SensorRecord;
import org.airlog.observation.codec.SensorRecordCodec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorTopicIT {

    private static final SecretSeal SEAL = sealWithKey("one");

    @TempDir
    static Path directory;

    private static KafkaFixture kafka;

    @TempDir
    Path files;

    private final List<SensorTopic> opened = new ArrayList<>();
    private SensorTopic here;
    private SensorTopic elsewhere;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = KafkaFixture.start(directory);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void followFromTwoBrokers() {
        here = open("here", SEAL);
        elsewhere = open("elsewhere", SEAL);
        Awaitility.await().until(() -> here.isLoaded() && elsewhere.isLoaded());
    }

    @AfterEach
    void close() {
        opened.forEach(SensorTopic::close);
    }

    @Test
    void answersARegistrationOnceItHasBeenReadBack() {
        var secret = secret();
        SensorRecord step = registration(SEAL, suid(), secret);

        assertThat(get(here.append(step))).isTrue();

        assertThat(here.find(step.suid())).isEqualTo(SampleSteps.registered(step, secret));
    }

    @Test
    void letsExactlyOneOfTwoBrokersRegisterASensorAndBothAgreeWhich() {
        for (int round = 0; round < 50; round++) {
            Suid suid = suid();
            SensorRecord mine = registration(SEAL, suid, secret());
            SensorRecord theirs = registration(SEAL, suid, secret());

            CompletionStage<Boolean> mineCounts = here.append(mine);
            CompletionStage<Boolean> theirsCounts = elsewhere.append(theirs);

            assertThat(get(mineCounts)).isNotEqualTo(get(theirsCounts));
            get(here.catchUp());
            get(elsewhere.catchUp());
            SensorRecord winner = get(mineCounts) ? mine : theirs;
            assertThat(here.find(suid).registration()).isEqualTo(winner.registration());
            assertThat(elsewhere.find(suid)).isEqualTo(here.find(suid));
        }
    }

    @Test
    void letsTwoBrokersSeeTheSameFirstUse() {
        Suid suid = suid();
        SensorRecord firstUse = SensorRecord.unsigned(suid, Trust.ROGUE, NOW);

        CompletionStage<Boolean> mine = here.append(firstUse);
        CompletionStage<Boolean> again = here.append(firstUse);
        CompletionStage<Boolean> theirs = elsewhere.append(firstUse);

        assertThat(List.of(get(mine), get(again), get(theirs))).containsOnly(true);
        assertThat(here.find(suid)).isEqualTo(new Sensor.Unsigned(Trust.ROGUE, SampleSteps.NOW, false));
    }

    @Test
    void knowsEveryStepThatAnotherBrokerHadBeenAnsweredBeforeItCaughtUp() {
        for (int round = 0; round < 50; round++) {
            SensorRecord registered = registration(SEAL, suid(), secret());
            CompletionStage<Void> underWay = here.catchUp();
            assertThat(get(elsewhere.append(registered))).isTrue();
            assertThat(get(elsewhere.append(revocation(registered)))).isTrue();

            get(here.catchUp());

            assertThat(here.find(registered.suid())).isInstanceOf(Sensor.Revoked.class);
            get(underWay);
        }
    }

    @Test
    void givesNoStaleVerdictWhileItLagsFarBehind() throws Exception {
        SensorRecord last = registration(SEAL, suid(), secret());
        int burst = 30_000;
        try (Producer<byte[], byte[]> producer = kafka.clients.newProducer(
                "test",
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Map.of("linger.ms", "20"),
                Topics.MAX_SENSOR_RECORD_BYTES)) {
            for (int i = 0; i < burst; i++) {
                send(producer, SensorRecord.unsigned(suid(), Trust.ROGUE, NOW));
            }
            producer.send(recordOf(last)).get(60, TimeUnit.SECONDS);
        }

        get(here.catchUp());

        assertThat(here.find(last.suid())).isInstanceOf(Sensor.Registered.class);
    }

    @Test
    void looksAtTheLogTenTimesASecondAtMostHoweverManyAsk() {
        List<CompletionStage<Void>> asked = new ArrayList<>();
        long looksBefore = here.looks();
        long began = System.nanoTime();
        while (System.nanoTime() - began < Duration.ofSeconds(1).toNanos()) {
            asked.add(here.catchUp());
        }
        asked.forEach(SensorTopicIT::get);
        long tenths = Duration.ofNanos(System.nanoTime() - began).toMillis() / 100;

        assertThat(here.looks() - looksBefore).isBetween(2L, tenths + 1);
        assertThat(asked).hasSizeGreaterThan(1_000);
    }

    @Test
    void neverTakesASensorSealedWithAMissingKeyForUnregistered() {
        SensorRecord step = registration(sealWithKey("lost"), suid(), secret());

        assertThat(get(here.append(step))).isTrue();

        assertThat(here.find(step.suid())).isEqualTo(new Sensor.Unreadable(step.registration(), 1, "lost"));
        assertThat(here.missingKeyIds()).contains("lost");
    }

    @Test
    void saysOfAStepAmongUnreadableRecordsThatItsOutcomeIsUnknown() throws Exception {
        Suid suid = suid();
        long before = here.undecodableRecords();
        try (Producer<byte[], byte[]> producer = kafka.clients.newProducer(
                "test", Duration.ofSeconds(10), Duration.ofSeconds(10), Map.of(), Topics.MAX_SENSOR_RECORD_BYTES)) {
            producer.send(new ProducerRecord<>(SensorRecord.TOPIC, SensorRecord.key(suid, suid.value()), new byte[3]))
                    .get(10, TimeUnit.SECONDS);
        }
        get(here.catchUp());

        assertThat(here.find(suid)).isInstanceOf(Sensor.Unreadable.class);
        assertThat(here.undecodableRecords()).isEqualTo(before + 1);
        assertThat(here.append(registration(SEAL, suid, secret())).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(3));
    }

    @Test
    void failsWhatIsAskedOfItAfterItWasClosed() {
        here.close();
        here.close();

        assertThat(here.catchUp().toCompletableFuture()).failsWithin(Duration.ofSeconds(1));
        assertThat(here.append(registration(SEAL, suid(), secret())).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(1));
    }

    private SensorTopic open(String name, SecretSeal seal) {
        var topic = new SensorTopic(kafka.clients, seal, files.resolve(name));
        opened.add(topic);
        topic.start();
        return topic;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the last one's confirmation covers those before it
    private static void send(Producer<byte[], byte[]> producer, SensorRecord step) {
        producer.send(recordOf(step));
    }

    private static ProducerRecord<byte[], byte[]> recordOf(SensorRecord step) {
        return new ProducerRecord<>(SensorRecord.TOPIC, step.key(), SensorRecordCodec.encode(step));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
