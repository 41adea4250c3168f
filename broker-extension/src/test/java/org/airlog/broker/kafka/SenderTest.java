package org.airlog.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final CountDownLatch isMade = new CountDownLatch(1);
    private final Sender sender = new Sender("sender-under-test", SOON, this::makeProducer);

    @AfterEach
    void close() {
        isMade.countDown();
        sender.close();
    }

    /** Each comes when the thread is about to sleep, or does: a wake-up that is lost would leave it waiting. */
    @Test
    void oneAfterTheOtherIsSentAtOnce() {
        isMade.countDown();
        for (int i = 0; i < 2_000; i++) {
            assertThat(sender.send(record(0, i))).succeedsWithin(SOON);
        }
    }

    @Test
    void whatSeveralThreadsSendLeavesInTheOrderOfEach() {
        isMade.countDown();
        List<CompletableFuture<List<CompletableFuture<Void>>>> threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.supplyAsync(() -> IntStream.range(0, 500)
                        .mapToObj(i -> sender.send(record(thread, i)))
                        .toList()))
                .toList();
        threads.forEach(thread -> assertThat(thread).succeedsWithin(SOON));
        assertThat(sender.send(record(9, 0))).succeedsWithin(SOON);

        for (int thread = 0; thread < 4; thread++) {
            int own = thread;
            assertThat(producer.history().stream()
                            .filter(record -> record.key()[0] == own)
                            .map(SenderTest::number))
                    .isEqualTo(IntStream.range(0, 500).boxed().toList());
        }
    }

    @Test
    void whatFindsNoRoomFailsAtOnceAndWhatFoundItIsSent() {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < 4_200; i++) {
            sent.add(sender.send(record(0, i)));
        }

        assertThat(sent.get(4_199))
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(BufferExhaustedException.class);
        isMade.countDown();
        sent.subList(0, 4_096).forEach(one -> assertThat(one).succeedsWithin(SOON));
        assertThat(sender.send(record(0, 0))).succeedsWithin(SOON);
    }

    @Test
    void whatWaitsIsSentBeforeItCloses() {
        List<CompletableFuture<Void>> sent =
                IntStream.range(0, 100).mapToObj(i -> sender.send(record(0, i))).toList();
        isMade.countDown();

        sender.close();

        sent.forEach(one -> assertThat(one).succeedsWithin(SOON));
        assertThat(sender.send(record(0, 100))).failsWithin(SOON);
    }

    private Producer<byte[], byte[]> makeProducer() {
        try {
            isMade.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return producer;
    }

    private static ProducerRecord<byte[], byte[]> record(int thread, int number) {
        return new ProducerRecord<>(
                "topic", new byte[] {(byte) thread}, new byte[] {(byte) (number >> 8), (byte) number});
    }

    private static int number(ProducerRecord<byte[], byte[]> record) {
        return (record.value()[0] & 0xff) << 8 | (record.value()[1] & 0xff);
    }
}
