package org.airlog.broker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.airlog.broker.sensor.RegistryUnavailableException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CatchUpsTest {

    private static final UUID TOPIC_ID = UUID.randomUUID();
    private static final Duration SOON = Duration.ofSeconds(20);
    /** No stall of the machine shall look like a log that does not answer. */
    private static final Duration LONG = Duration.ofSeconds(40);

    private static final Duration SHORT = Duration.ofMillis(200);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private CatchUps catchUps = new CatchUps(timer, LONG);

    /** The ends that were asked for, each answered by the test. */
    private final List<CompletableFuture<Long>> ends = new CopyOnWriteArrayList<>();

    private UUID topicIdNow = TOPIC_ID;
    private final FollowedLog log =
            new FollowedLog(TOPIC_ID, 5, () -> CompletableFuture.completedFuture(topicIdNow), () -> {
                var end = new CompletableFuture<Long>();
                ends.add(end);
                return end;
            });

    @AfterEach
    void stopTimer() {
        timer.shutdownNow();
    }

    @Test
    void completesWhenEverythingUpToTheEndIsKnownAlready() {
        catchUps.follow(log);

        CompletableFuture<Void> asked = ask();
        look(0).complete(5L);

        assertThat(asked).succeedsWithin(SOON);
    }

    @Test
    void waitsUntilTheFollowerHasPassedTheEnd() {
        catchUps.follow(log);
        CompletableFuture<Void> asked = ask();
        look(0).complete(7L);

        log.reached(6);
        catchUps.progressed();
        assertThat(asked).isNotDone();
        log.reached(7);
        catchUps.progressed();

        assertThat(asked).succeedsWithin(SOON);
    }

    @Test
    void doesNotAnswerAQuestionWithAnEndThatWasReadBeforeIt() {
        catchUps.follow(log);
        CompletableFuture<Void> before = ask();
        CompletableFuture<Long> underWay = look(0);

        CompletableFuture<Void> after = ask();
        underWay.complete(5L);

        assertThat(before).succeedsWithin(SOON);
        assertThat(after).isNotDone();
        look(1).complete(5L);
        assertThat(after).succeedsWithin(SOON);
    }

    @Test
    void sharesTheNextLookAmongAllWhoAskBeforeItBegins() throws Exception {
        catchUps.follow(log);
        CompletableFuture<Void> first = ask();
        assertThat(look(0)).isNotDone();
        // On the thread that begins looks, so that none can begin between the two.
        List<CompletableFuture<Void>> others =
                timer.submit(() -> List.of(ask(), ask())).get();

        look(1).complete(5L);

        assertThat(others).allSatisfy(other -> assertThat(other).succeedsWithin(SOON));
        assertThat(first).isNotDone();
        assertThat(ends).hasSize(2);
    }

    @Test
    void failsAfterItsLimitWhateverKafkaDoes() {
        catchUps = new CatchUps(timer, SHORT);
        catchUps.follow(log);
        long began = System.nanoTime();

        CompletableFuture<Void> asked = ask();

        assertThat(asked).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(RegistryUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void failsAtOnceWithoutAConnection() {
        assertThat(ask()).failsWithin(SOON);
    }

    @Test
    void failsWhenTheEndCannotBeRead() {
        catchUps.follow(log);
        CompletableFuture<Void> asked = ask();

        look(0).completeExceptionally(new IllegalStateException("no"));

        assertThat(asked).failsWithin(SOON);
    }

    @Test
    void tellsTheFollowerThatTheTopicHasBeenMadeAnew() {
        catchUps.follow(log);
        topicIdNow = UUID.randomUUID();
        CompletableFuture<Void> asked = ask();

        look(0).complete(5L);

        assertThat(asked).failsWithin(SOON);
        assertThat(log.isReplaced()).isTrue();
    }

    @Test
    void doesNotTakeTheProgressOfAnotherLogForItsOwn() {
        catchUps = new CatchUps(timer, SHORT);
        catchUps.follow(log);
        CompletableFuture<Void> asked = ask();
        look(0).complete(7L);
        var next =
                new FollowedLog(TOPIC_ID, 9, () -> CompletableFuture.completedFuture(TOPIC_ID), CompletableFuture::new);

        catchUps.follow(next);
        catchUps.progressed();

        assertThat(asked).failsWithin(SOON);
    }

    private CompletableFuture<Void> ask() {
        return catchUps.ask().toCompletableFuture();
    }

    /** The end that the look of this number waits for, once it has begun. */
    private CompletableFuture<Long> look(int number) {
        Awaitility.await().atMost(SOON).until(() -> ends.size() > number);
        return ends.get(number);
    }
}
